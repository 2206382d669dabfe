using System.Numerics;

namespace DeclIommu.Layouts.Testing;

/// <summary><c>TryValidate</c> agrees with the declaration, and names the lowest thing at fault.</summary>
internal sealed class ValidationCheck(CheckScope scope, LayoutReference layout, LayoutSubject subject)
{
    public void Run(IEnumerable<BitImage> images, int validImages)
    {
        foreach (BitImage image in images)
        {
            Shrinker.Run(image, Check);
        }

        for (int i = 0; i < validImages; i++)
        {
            BreakOne(ImageSource.Valid(layout, scope.Random));
        }
    }

    /// <summary>Compares what <c>TryValidate</c> reports with all faults that the reference finds.</summary>
    public static void Compare(CheckScope scope, IReadOnlyList<LayoutFault> faults, LayoutFault? reported, Func<string> situation, string member = "TryValidate")
    {
        if (faults.Count == 0 || reported is not { } fault)
        {
            scope.Holds(
                member,
                faults.Count == 0 == reported is null,
                situation,
                faults.Count == 0 ? "no fault" : faults[0].ToString(),
                () => reported?.ToString() ?? "no fault");
            return;
        }

        // Interleaved pieces make "lowest" a matter of taste: any fault will do that no other lies wholly below.
        bool isTrue = faults.Any(candidate => candidate.Field == fault.Field && candidate.Msb == fault.Msb && candidate.Lsb == fault.Lsb && candidate.Reason == fault.Reason);
        bool isFirst = !faults.Any(other => other.Msb < fault.Lsb);
        scope.Holds(member, isTrue && isFirst, situation, faults[0].ToString(), () => fault.ToString());
    }

    // Every way to make a valid value invalid by one thing.
    private void BreakOne(BitImage valid)
    {
        Check(valid);
        for (int bit = 0; bit < layout.SizeInBits; bit++)
        {
            BitImage flipped = valid.Clone();
            flipped[bit] = !flipped[bit];
            Check(flipped);
        }

        foreach (ReferenceField field in layout.Fields.Where(static field => field.IsExhaustive))
        {
            for (int element = 0; element < field.Count; element++)
            {
                foreach (BigInteger raw in EdgeValues.Of(field))
                {
                    BitImage changed = valid.Clone();
                    changed.Put(field.BitsOf(element), raw);
                    Check(changed);
                }
            }
        }
    }

    private void Check(BitImage image)
    {
        byte[] bytes = image.ToBytes(layout.ByteOrder);
        string Situation() => $"validated {Words.OfBytes(bytes)}";
        LayoutFault? reported = scope.Run("TryValidate", () => subject.Validate(subject.Read(bytes)), Situation);
        Compare(scope, layout.FaultsOf(image), reported, Situation);
    }
}
