using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary><c>TryValidate</c> for given capabilities: where one is off, the reserved policy of the layout holds for its bits.</summary>
internal sealed class CapabilityCheck<T>(CheckScope scope, LayoutReference layout, LayoutCheckOptions options)
    where T : struct
{
    private const int RandomCapabilities = 4;

    public void Run(IReadOnlyList<BitImage> images)
    {
        if (layout.Capabilities is not { } type)
        {
            return;
        }

        MethodInfo? validate = typeof(T).GetMethod("TryValidate", [type.MakeByRefType(), typeof(LayoutFault).MakeByRefType()]);
        scope.Holds("TryValidate", validate is not null, static () => "for given capabilities", $"TryValidate(in {type.Name}, out LayoutFault)", static () => "missing");
        foreach (object capabilities in CapabilitySource.Of(type, options.Capabilities, scope.Random, RandomCapabilities))
        {
            BitImage valid = ImageSource.Valid(layout, scope.Random);
            foreach (BitImage image in images.Concat([valid]).Concat(Enumerable.Range(0, layout.SizeInBits).Select(bit => Flip(valid, bit))))
            {
                Shrinker.Run(image, candidate => Check(validate!, capabilities, candidate));
            }
        }
    }

    private static BitImage Flip(BitImage image, int bit)
    {
        BitImage flipped = image.Clone();
        flipped[bit] = !flipped[bit];
        return flipped;
    }

    private void Check(MethodInfo validate, object capabilities, BitImage image)
    {
        byte[] bytes = image.ToBytes(layout.ByteOrder);
        string Situation() => $"validated {Words.OfBytes(bytes)} with {capabilities}";
        object?[] arguments = [capabilities, null];
        object value = LayoutSubject.Of(typeof(T)).Read(bytes);
        bool isValid = scope.Run("TryValidate", () => (bool)validate.Invoke(value, BindingFlags.DoNotWrapExceptions, null, arguments, null)!, Situation);
        IReadOnlyList<LayoutFault> faults = layout.FaultsOf(image, CapabilitySource.Reader(capabilities));
        scope.Holds("TryValidate", isValid == (faults.Count == 0), Situation, faults.Count == 0 ? "no fault" : faults[0].ToString(), () => arguments[1]!.ToString()!);
        if (!isValid)
        {
            // A value may be wrong by itself as well as for the capabilities: then either may be told.
            var fault = (LayoutFault)arguments[1]!;
            bool isTrue = faults.Concat(layout.FaultsOf(image)).Any(candidate => candidate.Field == fault.Field && candidate.Msb == fault.Msb && candidate.Lsb == fault.Lsb && candidate.Reason == fault.Reason);
            scope.Holds("TryValidate", isTrue, Situation, string.Join(" or ", faults), () => fault.ToString());
        }
    }
}
