using System.Text;

namespace DeclIommu.Layouts.Generator.Tests.Oracle;

/// <summary>The source text of one layout, with account of the bits that are taken.</summary>
internal sealed class LayoutSource(string name, int bits, string arguments = "")
{
    private readonly bool[] _taken = new bool[bits];

    private readonly StringBuilder _members = new();

    private readonly StringBuilder _attributes = new();

    private int _fields;

    public int Bits => bits;

    public bool HasIndexer { get; private set; }

    public string Text => $$"""
        [Layout({{bits}}{{arguments}})]
        {{_attributes}}public partial struct {{name}}
        {
        {{_members}}}

        """;

    /// <summary>Takes a range if all of it is free.</summary>
    public bool TryTake(int lsb, int width, int count = 1, int stride = 0)
    {
        int[] wanted = [.. Enumerable.Range(0, count).SelectMany(element => Enumerable.Range(lsb + (element * stride), width))];
        if (lsb < 0 || wanted[^1] >= bits || wanted.Any(bit => _taken[bit]))
        {
            return false;
        }

        Array.ForEach(wanted, bit => _taken[bit] = true);
        return true;
    }

    /// <summary>The free ranges, lowest first.</summary>
    public IEnumerable<(int Lsb, int Width)> FreeRanges()
    {
        for (int bit = 0; bit < bits; bit++)
        {
            int start = bit;
            while (bit < bits && !_taken[bit])
            {
                bit++;
            }

            if (bit > start)
            {
                yield return (start, bit - start);
            }
        }
    }

    public void AddProperty(string attributes, string type, string accessors = "{ readonly get; set; }") =>
        _members.Append($"    [{attributes}]\n    public partial {type} F{_fields++} {accessors}\n\n");

    public void AddIndexer(string attributes, string type, string accessors = "{ readonly get; set; }")
    {
        HasIndexer = true;
        _members.Append($"    [{attributes}]\n    public partial {type} this[int index] {accessors}\n\n");
    }

    public void AddMethods(string attributes, string type)
    {
        _members.Append($"    [{attributes}]\n    public readonly partial {type} GetF{_fields}(int index);\n\n");
        _members.Append($"    public partial void SetF{_fields++}(int index, {type} value);\n\n");
    }

    public void AddReserved(int msb, int lsb, string policy) => _attributes.Append($"[Reserved({msb}, {lsb}, ReservedBits.{policy})]\n");
}
