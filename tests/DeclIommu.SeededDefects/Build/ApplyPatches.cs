using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Puts defects into copies of source files. A patch is a unified diff without line numbers: its old lines must stand in the file exactly once.</summary>
/// <remarks>A hunk that does not fit is an error, at its place in the patch: the sources have changed, and the defect must be put back into them as they are now.</remarks>
public sealed class ApplyPatches : Task
{
    private readonly Dictionary<string, string> _texts = new Dictionary<string, string>();

    [Required]
    public ITaskItem[] Sources { get; set; }

    [Required]
    public string Root { get; set; }

    [Required]
    public ITaskItem[] Patches { get; set; }

    [Required]
    public string OutputDirectory { get; set; }

    [Output]
    public ITaskItem[] Compiled { get; set; }

    public override bool Execute()
    {
        string root = Path.GetFullPath(Root);
        foreach (ITaskItem patch in Patches.OrderBy(item => item.ItemSpec, StringComparer.Ordinal))
        {
            Apply(root, patch.GetMetadata("FullPath"));
        }

        List<ITaskItem> compiled = new List<ITaskItem>();
        foreach (ITaskItem source in Sources)
        {
            string path = Path.GetFullPath(source.GetMetadata("FullPath"));
            if (path.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar))
            {
                continue;
            }

            string relative = path.Substring(root.Length).Replace('\\', '/');
            compiled.Add(_texts.TryGetValue(relative, out string text) ? WriteIfChanged(relative, text) : new TaskItem(path));
        }

        Compiled = compiled.ToArray();
        return !Log.HasLoggedErrors;
    }

    private void Apply(string root, string patch)
    {
        string finding = Path.GetFileNameWithoutExtension(patch);
        string file = null;
        int lines = 0;
        int start = 0;
        List<string> before = new List<string>();
        List<string> after = new List<string>();
        foreach (string line in File.ReadLines(patch).Concat(new[] { "@@" }))
        {
            lines++;
            if (line.StartsWith("--- ", StringComparison.Ordinal) || line.StartsWith("@@", StringComparison.Ordinal))
            {
                string misfit = Replace(root, file, before, after);
                if (misfit != null)
                {
                    Log.LogError(null, null, null, patch, start, 0, 0, 0, finding + " cannot be put back: " + misfit);
                }

                start = lines;
                before.Clear();
                after.Clear();
                file = line.StartsWith("--- ", StringComparison.Ordinal) ? line.Substring(4).Trim() : file;
            }
            else if (file != null)
            {
                string text = line.Length == 0 ? line : line.Substring(1);
                if (line.Length == 0 || line[0] == ' ' || line[0] == '-')
                {
                    before.Add(text);
                }

                if (line.Length == 0 || line[0] == ' ' || line[0] == '+')
                {
                    after.Add(text.Replace("PUT_BACK", "global::DeclIommu.SeededDefects.Defect.IsPutBack(\"" + finding + "\")"));
                }
            }
        }
    }

    // Null if the old lines were there, exactly once.
    private string Replace(string root, string file, List<string> before, List<string> after)
    {
        if (before.Count == 0)
        {
            return after.Count == 0 ? null : "an addition without a line before or after it stands nowhere.";
        }

        string path = Path.Combine(root, file);
        if (!_texts.TryGetValue(file, out string text))
        {
            if (!File.Exists(path))
            {
                return "there is no " + file + ".";
            }

            text = File.ReadAllText(path).Replace("\r\n", "\n");
        }

        string old = "\n" + string.Join("\n", before) + "\n";
        int at = text.IndexOf(old, StringComparison.Ordinal);
        if (at < 0 || text.IndexOf(old, at + 1, StringComparison.Ordinal) >= 0)
        {
            return file + (at < 0 ? " no longer has these lines, or an earlier patch has changed them, from: " : " has more than once: ") + before.First(line => line.Trim().Length > 0).Trim();
        }

        _texts[file] = text.Substring(0, at) + "\n" + string.Join("\n", after) + "\n" + text.Substring(at + old.Length);
        return null;
    }

    private ITaskItem WriteIfChanged(string relative, string text)
    {
        string path = Path.GetFullPath(Path.Combine(OutputDirectory, relative));
        Directory.CreateDirectory(Path.GetDirectoryName(path));
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }

        return new TaskItem(path);
    }
}
