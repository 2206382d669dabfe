using System.Reflection;

namespace KernelPatch.Analysis;

/// <summary>The sources of a version of the patch, as they are in the program.</summary>
internal static class PatchSource
{
    /// <summary>The stand-ins for what the kernel offers.</summary>
    public const string Kernel = "Kernel";

    private static readonly Assembly Program = typeof(PatchSource).Assembly;

    /// <summary>The files of a folder: their paths under <c>Source</c>, and their text.</summary>
    public static IReadOnlyList<(string Path, string Text)> Read(string folder)
        => [.. Program.GetManifestResourceNames()
            .Select(static name => (Name: name, Path: name.Replace('\\', '/')))
            .Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal))
            .OrderBy(static file => file.Path, StringComparer.Ordinal)
            .Select(static file => (file.Path, Text(file.Name)))];

    private static string Text(string name)
    {
        using var reader = new StreamReader(Program.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
