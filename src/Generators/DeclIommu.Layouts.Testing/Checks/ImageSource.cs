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
    /// <remarks>Without capabilities a field that depends on one is as declared; with them, as the reserved policy has it where its own is off.</remarks>
    public static BitImage Valid(LayoutReference layout, Random random, Func<string, bool>? hasCapability = null)
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
                if (layout.IsGated(field) && hasCapability?.Invoke(field.Capability!) == false)
                {
                    MakeReserved(layout, field, element, image);
                }
                else
                {
                    MakeValid(layout, field, element, image, random, hasCapability);
                }
            }
        }

        if (layout.Opcode is { } opcode)
        {
            image.Put(opcode.Bits, opcode.Value);
        }

        return image;
    }

    /// <summary>Makes an element as the reserved policy of the layout has it; where that demands nothing, leaves it.</summary>
    public static void MakeReserved(LayoutReference layout, ReferenceField field, int element, BitImage image)
    {
        if (layout.DefaultReserved is ReservedBits.MustBeZero or ReservedBits.MustBeOne)
        {
            foreach (int bit in field.BitsOf(element))
            {
                image[bit] = layout.DefaultReserved == ReservedBits.MustBeOne;
            }
        }
    }

    private static void MakeValid(LayoutReference layout, ReferenceField field, int element, BitImage image, Random random, Func<string, bool>? hasCapability)
    {
        if (field.Constant is { } constant)
        {
            image.Put(field.BitsOf(element), constant);
        }
        else if (field.IsExhaustive && field.Codec.Names.Count > 0)
        {
            NamedNumber[] there = [.. field.Codec.Names.Where(name => name.Capability is null || hasCapability?.Invoke(name.Capability) != false)];
            field.Set(image, element, (there.Length > 0 ? there : [.. field.Codec.Names])[random.Next(Math.Max(1, there.Length))].Number);
        }
        else if (field.Codec is NestedLayoutCodec)
        {
            LayoutReference nested = LayoutReference.Of(field.Type);
            image.Put(field.BitsOf(element), Valid(nested, random, nested.Capabilities == layout.Capabilities ? hasCapability : null).ToNumber());
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
