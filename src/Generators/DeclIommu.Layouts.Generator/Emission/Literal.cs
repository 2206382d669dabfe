using System.Globalization;
using System.Text;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes numbers as C# literals.</summary>
internal static class Literal
{
    /// <summary>A hexadecimal mask in groups of four digits, with the suffix that its word's type needs.</summary>
    public static string Hex(ulong value, int wordBits)
    {
        string digits = value.ToString("X", CultureInfo.InvariantCulture);
        var text = new StringBuilder("0x");
        for (int i = 0; i < digits.Length; i++)
        {
            if (i > 0 && (digits.Length - i) % 4 == 0)
            {
                text.Append('_');
            }

            text.Append(digits[i]);
        }

        return text.Append(wordBits > 32 ? "UL" : "U").ToString();
    }

    /// <summary>All ones in the low <paramref name="width"/> bits, at most 64.</summary>
    public static ulong Ones(int width) => width >= 64 ? ulong.MaxValue : (1UL << width) - 1;
}
