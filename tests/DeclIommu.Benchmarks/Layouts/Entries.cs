namespace DeclIommu.Benchmarks.Layouts;

/// <summary>The bytes that the benchmarks of entries work on.</summary>
internal static class Entries
{
    public static byte[] Random(int count)
    {
        byte[] bytes = new byte[count * 32];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
