using System.IO.Compression;
using System.Text.Json;

namespace DeclIommu.Tests.Formats;

/// <summary>Reads the recorded vectors: one JSON object a line, gzipped.</summary>
internal static class VectorFile
{
    /// <summary>The vectors of one name.</summary>
    /// <param name="file">The file without its extensions.</param>
    /// <param name="name">The name that the lines carry.</param>
    /// <param name="count">How many there are, so that a lost line is noticed.</param>
    /// <param name="inSpecOnly">Leaves out lines marked as outside the contract of the encoder.</param>
    public static IReadOnlyList<Vector> Read(string file, string name, int count, bool inSpecOnly = false)
    {
        List<Vector> vectors = [.. ReadAll(file).Where(vector => vector.Name == name && (vector.InSpec || !inSpecOnly))];
        Assert.Equal(count, vectors.Count);
        return vectors;
    }

    public static IEnumerable<Vector> ReadAll(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Data", "vectors", file + ".jsonl.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        int number = 0;
        while (reader.ReadLine() is { } text)
        {
            number++;
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement line = document.RootElement.Clone();
            yield return new Vector(
                $"{file}:{number}",
                line.GetProperty("name").GetString()!,
                line.GetProperty("args"),
                !line.TryGetProperty("in_spec", out JsonElement inSpec) || inSpec.GetBoolean(),
                Convert.FromHexString(line.GetProperty("bytes").GetString()!),
                line);
        }
    }
}
