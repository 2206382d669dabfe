namespace DeclIommu.Layouts.Testing;

/// <summary>Whole values of a layout, as bits.</summary>
internal static class ImageSource
{
    /// <summary>Zeros, ones, alternating bits, random ones, thin and thick ones, and valid ones.</summary>
    public static IEnumerable<BitImage> Of(LayoutReference layout, Random random, int count)
    {
        yield return BitImage.Filled(layout.SizeInBits, false);
        yield return BitImage.Filled(layout.SizeInBits, true);
        yield return Each(layout.SizeInBits, static bit => bit % 2 == 0);
        yield return Each(layout.SizeInBits, static bit => bit % 2 != 0);
        for (int i = 0; i < count; i++)
        {
            int ones = (i % 4) switch { 0 => 10, 1 => 90, _ => 50 };
            yield return i % 4 == 3 ? Valid(layout, random) : Each(layout.SizeInBits, _ => random.Next(100) < ones);
        }
    }

    /// <summary>A random value without fault: every field, constant and reserved bit as declared.</summary>
    public static BitImage Valid(LayoutReference layout, Random random)
    {
        BitImage image = Each(layout.SizeInBits, bit => layout.ReservedAt(bit) switch
        {
            ReservedBits.MustBeZero => false,
            ReservedBits.MustBeOne => true,
            _ => random.Next(2) == 1,
        });
        foreach (ReferenceField field in layout.Fields)
        {
            for (int element = 0; element < field.Count; element++)
            {
                MakeValid(field, element, image, random);
            }
        }

        if (layout.Opcode is { } opcode)
        {
            image.Put(opcode.Bits, opcode.Value);
        }

        return image;
    }

    private static void MakeValid(ReferenceField field, int element, BitImage image, Random random)
    {
        if (field.Constant is { } constant)
        {
            image.Put(field.BitsOf(element), constant);
        }
        else if (field.IsExhaustive && field.Codec.Names.Count > 0)
        {
            field.Set(image, element, field.Codec.Names[random.Next(field.Codec.Names.Count)].Number);
        }
        else if (field.Codec is NestedLayoutCodec)
        {
            image.Put(field.BitsOf(element), Valid(LayoutReference.Of(field.Type), random).ToNumber());
        }
    }

    private static BitImage Each(int size, Func<int, bool> bit)
    {
        var image = new BitImage(size);
        for (int i = 0; i < size; i++)
        {
            image[i] = bit(i);
        }

        return image;
    }
}
