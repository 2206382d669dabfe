using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Puts defects into copies of source files. A patch is a unified diff without line numbers: its old lines must stand in the file exactly once.</summary>
/// <remarks>What no longer fits does not break the build: it is listed in a generated file, and the test of the defect fails.</remarks>
public sealed class ApplyPatches : Task
{
    private readonly Dictionary<string, string> _texts = new Dictionary<string, string>();
    private readonly List<KeyValuePair<string, string>> _misfits = new List<KeyValuePair<string, string>>();

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

        compiled.Add(WriteIfChanged("Misfits.g.cs", DescribeMisfits()));
        Compiled = compiled.ToArray();
        return !Log.HasLoggedErrors;
    }

    private void Apply(string root, string patch)
    {
        string finding = Path.GetFileNameWithoutExtension(patch);
        string file = null;
        List<string> before = new List<string>();
        List<string> after = new List<string>();
        foreach (string line in File.ReadLines(patch).Concat(new[] { "@@" }))
        {
            if (line.StartsWith("--- ", StringComparison.Ordinal) || line.StartsWith("@@", StringComparison.Ordinal))
            {
                Replace(root, finding, file, before, after);
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

    private void Replace(string root, string finding, string file, List<string> before, List<string> after)
    {
        if (before.Count == 0)
        {
            return;
        }

        string path = Path.Combine(root, file);
        if (!_texts.TryGetValue(file, out string text) && File.Exists(path))
        {
            text = File.ReadAllText(path).Replace("\r\n", "\n");
        }

        string old = "\n" + string.Join("\n", before) + "\n";
        int at = text == null ? -1 : text.IndexOf(old, StringComparison.Ordinal);
        if (at < 0 || text.IndexOf(old, at + 1, StringComparison.Ordinal) >= 0)
        {
            _misfits.Add(new KeyValuePair<string, string>(finding, file + (at < 0 ? " no longer has: " : " has more than once: ") + before.First(line => line.Trim().Length > 0).Trim()));
            return;
        }

        _texts[file] = text.Substring(0, at) + "\n" + string.Join("\n", after) + "\n" + text.Substring(at + old.Length);
    }

    private string DescribeMisfits()
    {
        StringBuilder text = new StringBuilder("namespace DeclIommu.SeededDefects;\n\npublic static partial class Defect\n{\n    private static readonly (string Finding, string What)[] s_misfits =\n    [\n");
        foreach (KeyValuePair<string, string> misfit in _misfits)
        {
            Log.LogMessage(MessageImportance.High, misfit.Key + " cannot be put back: " + misfit.Value);
            text.Append("        (\"").Append(misfit.Key).Append("\", \"").Append(misfit.Value.Replace("\\", "\\\\").Replace("\"", "\\\"")).Append("\"),\n");
        }

        return text.Append("    ];\n}\n").ToString();
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
