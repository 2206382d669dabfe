using System.IO.Compression;
using System.Text;

namespace DeclIommu.NestedDomains.Tests.Support;

/// <summary>A capture written for one test, gone with it.</summary>
internal sealed class CaptureFile : IDisposable
{
    private static readonly string Recorded = System.IO.Path.Combine(AppContext.BaseDirectory, "captures", "linux61-strict.jsonl.gz");

    private CaptureFile(byte[] content) => File.WriteAllBytes(Path, content);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Guid.NewGuid():N}.jsonl.gz");

    public static CaptureFile OfBytes(byte[] content) => new(content);

    public static CaptureFile OfText(string text) => new(Compress(Encoding.UTF8.GetBytes(text)));

    public static CaptureFile OfText(byte[] text) => new(Compress(text));

    /// <summary>The recorded capture with its lines changed.</summary>
    public static CaptureFile Edited(Func<IEnumerable<string>, IEnumerable<string>> edit) =>
        OfText(string.Join('\n', edit(RecordedLines())) + "\n");

    public static byte[] RecordedBytes() => File.ReadAllBytes(Recorded);

    public static string[] RecordedLines()
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(Recorded), CompressionMode.Decompress));
        return text.ReadToEnd().TrimEnd('\n').Split('\n');
    }

    public void Dispose() => File.Delete(Path);

    private static byte[] Compress(byte[] text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(text);
        }

        return compressed.ToArray();
    }
}
