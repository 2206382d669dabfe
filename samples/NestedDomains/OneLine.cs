using System.Text;

namespace NestedDomains;

/// <summary>Foreign text made fit for a message of one line: no control characters, and no longer than a reader wants.</summary>
internal static class OneLine
{
    private const int Longest = 60;

    public static string Of(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            line.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? '?' : c);
        }

        return line.ToString();
    }

    public static string Excerpt(string text) => text.Length <= Longest ? Of(text) : $"{Of(text[..Longest])}...";
}
