using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Tests.Support;

/// <summary>
/// Compares generated files with those beside the test, named <c>{TestClass}.{TestMethod}#{hint name}.verified.cs</c>.
/// A missing or differing one fails and leaves <c>.received.cs</c>; with <c>UPDATE_SNAPSHOTS=1</c> it is accepted.
/// </summary>
internal static class Snapshot
{
    public static void Verify(GeneratorRunResult result, [CallerFilePath] string testFile = "", [CallerMemberName] string testMethod = "")
    {
        string prefix = Path.Combine(Path.GetDirectoryName(testFile)!, $"{Path.GetFileNameWithoutExtension(testFile)}.{testMethod}#");
        var differences = new List<string>();
        var expected = new HashSet<string>(StringComparer.Ordinal);
        foreach (GeneratedSourceResult source in result.GeneratedSources)
        {
            string verified = prefix + Path.GetFileNameWithoutExtension(source.HintName) + ".verified.cs";
            expected.Add(verified);
            string text = source.SourceText.ToString();
            if (Accept(verified, text) is { } difference)
            {
                differences.Add(difference);
            }
        }

        foreach (string stale in Directory.GetFiles(Path.GetDirectoryName(testFile)!, Path.GetFileName(prefix) + "*.verified.cs").Where(file => !expected.Contains(file)))
        {
            differences.Add($"{Path.GetFileName(stale)} is no longer generated.");
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static string? Accept(string verified, string text)
    {
        string received = verified.Replace(".verified.cs", ".received.cs", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(verified, text);
            File.Delete(received);
            return null;
        }

        string? known = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : null;
        if (known == text)
        {
            File.Delete(received);
            return null;
        }

        File.WriteAllText(received, text);
        return known is null ? $"{Path.GetFileName(verified)} does not exist." : $"{Path.GetFileName(verified)} differs from {Path.GetFileName(received)}.";
    }
}
