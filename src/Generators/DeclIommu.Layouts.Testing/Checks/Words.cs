namespace DeclIommu.Layouts.Testing;

/// <summary>Values in the words of a message.</summary>
internal static class Words
{
    public static string OfBytes(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);

    public static string Of<TValue>(TValue value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        _ => value.ToString() ?? string.Empty,
    };
}
