using System;
using System.Text;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes indented source text with line feeds.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _indentation;

    /// <summary>Writes a line, or the lines of a raw string, at the current indentation.</summary>
    public void WriteLine(string text = "")
    {
        if (text.IndexOf('\n') < 0)
        {
            WriteOne(text);
            return;
        }

        foreach (string line in text.Split('\n'))
        {
            WriteOne(line.TrimEnd('\r'));
        }
    }

    private void WriteOne(string line)
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _indentation * 4).Append(line);
        }

        _text.Append('\n');
    }

    /// <summary>Opens a block: a header line and a brace.</summary>
    public void Open(string header)
    {
        WriteLine(header);
        WriteLine("{");
        _indentation++;
    }

    /// <summary>Closes the innermost block.</summary>
    public void Close(string suffix = "")
    {
        _indentation--;
        WriteLine("}" + suffix);
    }

    public override string ToString() =>
        _indentation == 0 ? _text.ToString() : throw new InvalidOperationException($"{_indentation} blocks are still open.");
}
