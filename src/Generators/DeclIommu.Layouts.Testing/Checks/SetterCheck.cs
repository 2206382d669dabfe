using System.Numerics;

namespace DeclIommu.Layouts.Testing;

/// <summary>A setter writes its own bits, all of them, and no other.</summary>
internal sealed class SetterCheck(CheckScope scope, LayoutReference layout, LayoutSubject subject, LayoutCheckOptions options)
{
    public void Run()
    {
        (BitImage Image, byte[] Bytes)[] backgrounds =
        [
            .. ((bool[])[false, true]).Select(value => BitImage.Filled(layout.SizeInBits, value)).Select(image => (image, image.ToBytes(layout.ByteOrder))),
        ];
        foreach (ReferenceField field in layout.Fields.Where(static field => field.Accessor.CanWrite))
        {
            for (int element = 0; element < field.Count; element++)
            {
                foreach (BigInteger raw in ValuesOf(field, element))
                {
                    foreach ((BitImage image, byte[] bytes) in backgrounds)
                    {
                        Check(field, element, field.FromRaw(raw), image, bytes);
                    }
                }
            }
        }
    }

    private IEnumerable<BigInteger> ValuesOf(ReferenceField field, int element)
    {
        bool isThorough = element < 2 || element == field.Count - 1;
        IReadOnlyList<BigInteger> edges = isThorough ? EdgeValues.Of(field) : EdgeValues.FewOf(field);
        int count = isThorough ? options.ValuesPerField : 1;
        return edges.Concat(Enumerable.Range(0, count).Select(_ => EdgeValues.Random(scope.Random, field.Width)));
    }

    private void Check(ReferenceField field, int element, BigInteger value, BitImage background, byte[] bytes)
    {
        // A wrapper may refuse what its field has room for: that is its own business.
        if (!field.Codec.TryToObject(value, out object? argument))
        {
            return;
        }

        string Situation() =>
            $"set to {field.Codec.Describe(value)} over {(background[0] ? "ones" : "zeros")}";

        object target = subject.Read(bytes);
        BitImage expected = background.Clone();
        field.Set(expected, element, value);
        byte[] actual = scope.Run(
            field.PlaceOf(element),
            () =>
            {
                field.Accessor.Set(target, element, argument);
                return subject.Write(target);
            },
            Situation);
        scope.SameBytes(field.PlaceOf(element), expected.ToBytes(layout.ByteOrder), actual, Situation);
        BigInteger back = scope.Run(field.PlaceOf(element), () => field.Codec.ToNumber(field.Accessor.Get(target, element)), Situation);
        scope.Same(field.PlaceOf(element), value, back, () => Situation() + " and read back");
    }
}
