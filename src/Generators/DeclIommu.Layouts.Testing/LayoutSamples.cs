using System.Numerics;

namespace DeclIommu.Layouts.Testing;

/// <summary>Makes values of a layout for a user's own property tests: edges, random ones, and random ones without fault.</summary>
/// <remarks>Safe to call from several threads, each with a <see cref="Random"/> of its own.</remarks>
public static class LayoutSamples
{
    /// <summary>Values with one field at an edge of its range: zero, one, the largest, alternating bits, the borders of the sign, each single bit; every other bit of them zero, then one.</summary>
    /// <typeparam name="T">A struct with a <see cref="LayoutAttribute"/>.</typeparam>
    /// <exception cref="ArgumentException">The type is no layout, or nothing was generated for it.</exception>
    public static IEnumerable<T> Edges<T>()
        where T : struct
    {
        LayoutReference layout = LayoutReference.Of<T>();
        foreach (ReferenceField field in layout.Fields)
        {
            for (int element = 0; element < field.Count; element++)
            {
                foreach (BigInteger raw in EdgeValues.Of(field))
                {
                    foreach (bool background in (bool[])[false, true])
                    {
                        BitImage image = BitImage.Filled(layout.SizeInBits, background);
                        image.Put(field.BitsOf(element), raw);
                        yield return ToValue<T>(layout, image);
                    }
                }
            }
        }
    }

    /// <summary>A value of random bits, reserved ones and constants among them.</summary>
    /// <typeparam name="T">A struct with a <see cref="LayoutAttribute"/>.</typeparam>
    /// <param name="random">Where the bits come from.</param>
    /// <exception cref="ArgumentException">The type is no layout, or nothing was generated for it.</exception>
    public static T Any<T>(Random random)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(random);
        LayoutReference layout = LayoutReference.Of<T>();
        return ToValue<T>(layout, BitImage.FromNumber(EdgeValues.Random(random, layout.SizeInBits), layout.SizeInBits));
    }

    /// <summary>A random value in which <c>TryValidate</c> finds no fault: constants, reserved bits and exhaustive enums are as declared.</summary>
    /// <typeparam name="T">A struct with a <see cref="LayoutAttribute"/>.</typeparam>
    /// <param name="random">Where the bits come from.</param>
    /// <exception cref="ArgumentException">The type is no layout, or nothing was generated for it.</exception>
    public static T Valid<T>(Random random)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(random);
        LayoutReference layout = LayoutReference.Of<T>();
        return ToValue<T>(layout, ImageSource.Valid(layout, random));
    }

    private static T ToValue<T>(LayoutReference layout, BitImage image)
        where T : struct => ((LayoutSubject<T>)LayoutSubject.Of(typeof(T))).ReadBytes(image.ToBytes(layout.ByteOrder));
}
