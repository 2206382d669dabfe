using Spectre.Console;
using Spectre.Console.Rendering;

namespace NestedDomains.Reporting;

/// <summary>Where a report for people goes: a terminal in its own colours and width, or plain text.</summary>
internal sealed class ReportConsole
{
    private const int PlainWidth = 100;
    private const int Gap = 2;

    private readonly TextWriter _output;
    private readonly StringWriter? _plainText;
    private readonly IAnsiConsole _console;

    public ReportConsole(TextWriter output, bool isTerminal)
    {
        _output = output;
        if (isTerminal)
        {
            _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
            return;
        }

        _plainText = new StringWriter();
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(_plainText),
        });
        _console.Profile.Width = PlainWidth;
        _console.Profile.Capabilities.Unicode = false;
    }

    /// <summary>A headline; the text is taken as it is.</summary>
    public void Title(string text)
    {
        _console.Write(new Text(text, new Style(decoration: Decoration.Bold)));
        _console.WriteLine();
        if (_plainText is not null)
        {
            _console.WriteLine(new string('=', text.Length));
        }

        _console.WriteLine();
    }

    public void Paragraph(string text)
    {
        _console.Write(new Text(text));
        _console.WriteLine();
        _console.WriteLine();
    }

    public void Space() => _console.WriteLine();

    /// <summary>A line that says how something went.</summary>
    public void Verdict(bool good, string text)
    {
        _console.Write(new Text(text, new Style(good ? Color.Green : Color.Red, decoration: Decoration.Bold)));
        _console.WriteLine();
    }

    public void Table(string caption, IEnumerable<(string Head, Justify Justify)> columns, IEnumerable<string[]> rows)
    {
        _console.Write(new Text(caption, new Style(decoration: Decoration.Bold)));
        _console.WriteLine();
        var table = new Table { Border = _plainText is null ? TableBorder.Rounded : new PlainTableBorder(Gap) };
        foreach ((string head, Justify justify) in columns)
        {
            var column = new TableColumn(new Text(head)) { Alignment = justify };
            if (_plainText is not null)
            {
                column.Padding = new Padding(0, 0, Gap, 0);
            }

            table.AddColumn(column);
        }

        foreach (string[] row in rows)
        {
            table.AddRow(row.Select(IRenderable (cell) => new Text(cell)));
        }

        _console.Write(table);
        _console.WriteLine();
    }

    /// <summary>Hands over what was written as plain text, without the spaces that fill its lines up.</summary>
    public void Flush()
    {
        if (_plainText is null)
        {
            return;
        }

        foreach (string line in _plainText.ToString().TrimEnd().Split('\n'))
        {
            _output.WriteLine(line.TrimEnd());
        }
    }
}
