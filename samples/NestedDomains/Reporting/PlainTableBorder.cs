using Spectre.Console;
using Spectre.Console.Rendering;

namespace NestedDomains.Reporting;

/// <summary>A table for files and pipes: no lines but dashes under the heads; the padding of the columns keeps them apart.</summary>
internal sealed class PlainTableBorder(int padding) : TableBorder
{
    public override string GetPart(TableBorderPart part) => "";

    public override string GetColumnRow(TablePart part, IReadOnlyList<int> widths, IReadOnlyList<IColumn> columns) =>
        part is TablePart.HeaderSeparator
            ? string.Join(new string(' ', padding), widths.Select(width => new string('-', width)))
            : "";
}
