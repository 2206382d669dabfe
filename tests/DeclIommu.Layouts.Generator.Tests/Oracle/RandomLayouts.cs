using System.Text;

namespace DeclIommu.Layouts.Generator.Tests.Oracle;

/// <summary>Random layouts of fields of every kind; one seed, one source text.</summary>
internal sealed class RandomLayouts(int seed)
{
    private static readonly string[] Policies = ["MustBeZero", "MustBeOne", "Preserve", "Ignore"];

    private static readonly int[] Sizes = [8, 16, 24, 32, 40, 64, 72, 96, 128, 136, 192, 200, 256, 328, 512, 1000, 4096];

    private readonly Random _random = new(seed);

    private readonly StringBuilder _enums = new();

    private int _enumCount;

    // Whether the layout at hand names the capabilities of its device.
    private bool _isGated;

    public string Source(int count)
    {
        var layouts = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            layouts.Append(One($"Random{i}", i == 0 ? 4096 : Sizes[_random.Next(Sizes.Length - 1)]));
        }

        return "namespace Random;\n\n" + FieldTypes.Declarations + layouts + _enums;
    }

    private string One(string name, int bits)
    {
        string order = _random.Next(3) == 0 ? ", ByteOrder = ByteOrder.BigEndian" : string.Empty;
        _isGated = _random.Next(2) == 0;
        string capabilities = _isGated ? ", Capabilities = typeof(Device)" : string.Empty;
        var layout = new LayoutSource(name, bits, $"{capabilities}, Reserved = ReservedBits.{Policies[_random.Next(4)]}{order}");
        for (int i = 0; i < Math.Clamp(bits / 10, 4, 24); i++)
        {
            AddField(layout);
        }

        foreach ((int lsb, int width) in layout.FreeRanges())
        {
            if (_random.Next(3) == 0)
            {
                layout.AddReserved(lsb + width - 1, lsb + _random.Next(width), Policies[_random.Next(4)]);
            }
        }

        return layout.Text;
    }

    private void AddField(LayoutSource layout)
    {
        switch (_random.Next(12))
        {
            case 0:
                AddNested(layout);
                break;
            case 1 or 2:
                AddRepeated(layout);
                break;
            case 3:
                AddConstant(layout);
                break;
            case 4 or 5 when Pieces(layout, 64) is { } enumPlace:
                bool isGatedEnum = enumPlace.Width == 3 || (enumPlace.Width is > 3 and < 9 && _random.Next(2) == 0);
                layout.AddProperty(enumPlace.Text + (_random.Next(2) == 0 ? ", Exhaustive" : string.Empty) + Gate(), isGatedEnum ? "Gated" : Enum(enumPlace.Width));
                break;
            case 6 or 7 when Pieces(layout, 120) is { } scaledPlace:
                int carrier = FieldTypes.Carrier(_random, scaledPlace.Width + 1);
                int shift = _random.Next(1, carrier - scaledPlace.Width + 1);
                layout.AddProperty($"{scaledPlace.Text}, Scaled({shift}){Gate()}", IntegerOrWrapper(carrier));
                break;
            default:
                if (Pieces(layout, 128) is { } place)
                {
                    layout.AddProperty(place.Text + Gate(), place.Width == 1 && _random.Next(2) == 0 ? "bool" : IntegerOrWrapper(FieldTypes.Carrier(_random, place.Width)), Accessors());
                }

                break;
        }
    }

    // One to four free pieces, in random order, of so many bits at most together.
    private (string Text, int Width)? Pieces(LayoutSource layout, int most)
    {
        int count = _random.Next(3) == 0 ? _random.Next(2, 5) : 1;
        var pieces = new List<string>();
        int total = 0;
        for (int i = 0; i < count; i++)
        {
            int width = Math.Min(1 + (_random.Next(3) == 0 ? _random.Next(128) : _random.Next(20)), most - total);
            int lsb = _random.Next(layout.Bits);
            if (width > 0 && layout.TryTake(lsb, width))
            {
                pieces.Add($"{lsb + width - 1}, {lsb}");
                total += width;
            }
        }

        return total == 0 ? null : ($"Bits({string.Join(", ", pieces)})", total);
    }

    private void AddNested(LayoutSource layout)
    {
        int size = ((int[])[8, 16, 24, 64, 136])[_random.Next(5)];
        int lsb = _random.Next(layout.Bits);
        lsb = size > 128 ? lsb / 8 * 8 : lsb;
        if (size <= 64 && _random.Next(2) == 0)
        {
            AddSplitNested(layout, size);
        }
        else if (layout.TryTake(lsb, size))
        {
            layout.AddProperty($"Bits({lsb + size - 1}, {lsb}){Gate()}", $"Nest{size}");
        }
    }

    // A nested layout in two pieces, in either order.
    private void AddSplitNested(LayoutSource layout, int size)
    {
        int above = _random.Next(1, size);
        int upper = _random.Next(layout.Bits);
        int lower = _random.Next(layout.Bits);
        if (layout.TryTake(upper, above) && layout.TryTake(lower, size - above))
        {
            layout.AddProperty($"Bits({upper + above - 1}, {upper}, {lower + size - above - 1}, {lower}){Gate()}", $"Nest{size}");
        }
    }

    private void AddRepeated(LayoutSource layout)
    {
        int width = _random.Next(6) == 0 ? 16 : _random.Next(1, _random.Next(4) == 0 ? 64 : 9);
        int stride = width + (_random.Next(2) == 0 ? 0 : _random.Next(5));
        int count = _random.Next(1, layout.Bits > 2000 ? 40 : 18);
        int lsb = _random.Next(layout.Bits);
        if (!layout.TryTake(lsb, width, count, stride))
        {
            return;
        }

        string attributes = $"Bits({lsb + width - 1}, {lsb}), Repeat({count}, {stride}){Gate()}";
        if (!layout.HasIndexer && _random.Next(6) == 0)
        {
            layout.AddIndexer($"{attributes}, Constant({Number(Math.Min(width, 63))}UL)", FieldTypes.Smallest(width, isSigned: false), "{ get; }");
            return;
        }

        if (width is 3 or 4)
        {
            attributes += _random.Next(2) == 0 ? ", Exhaustive" : string.Empty;
            layout.AddMethods(attributes, "Gated");
            return;
        }

        string type = width is 8 or 16 && _random.Next(2) == 0 ? $"Nest{width}" : _random.Next(4) == 0 ? Enum(width) : IntegerOrWrapper(FieldTypes.Carrier(_random, width));
        if (layout.HasIndexer || _random.Next(2) == 0)
        {
            layout.AddMethods(attributes, type);
        }
        else
        {
            layout.AddIndexer(attributes, type);
        }
    }

    private void AddConstant(LayoutSource layout)
    {
        if (Pieces(layout, 64) is { } place)
        {
            layout.AddProperty($"{place.Text}, Constant({Number(place.Width)}UL){Gate()}", IntegerOrWrapper(FieldTypes.Carrier(_random, place.Width)), "{ get; }");
        }
    }

    private string Gate() => _isGated && _random.Next(3) == 0 ? $", AvailableWhen(\"{"ABC"[_random.Next(3)]}\")" : string.Empty;

    private string IntegerOrWrapper(int carrier)
    {
        bool isSigned = _random.Next(3) == 0;
        return _random.Next(4) == 0 ? FieldTypes.Wrapper(carrier, isSigned) : FieldTypes.Integer(carrier, isSigned);
    }

    private string Enum(int width)
    {
        int carrier = Math.Min(64, FieldTypes.Carrier(_random, width));
        bool isSigned = _random.Next(2) == 0 || (carrier == 32 && _random.Next(2) == 0);

        // A member with the top bit of its underlying type set would be negative: unsigned values then stop below it.
        int room = isSigned ? Math.Min(width, carrier - 1) : width;
        var members = new StringBuilder();
        for (int i = 0; i < _random.Next(1, 6); i++)
        {
            members.Append($"M{i} = {Number(room)}, ");
        }

        if (isSigned && width < 64 && width > 1 && _random.Next(3) == 0)
        {
            members.Clear().Append($"Low = -{Number(width - 1)}, Zero = 0, High = {Number(width - 1)}");
        }

        _enums.Append($"public enum Enum{_enumCount} : {FieldTypes.Integer(carrier, isSigned)} {{ {members} }}\n");
        return $"Enum{_enumCount++}";
    }

    private ulong Number(int width)
    {
        UInt128 number = new((ulong)_random.NextInt64(), (ulong)_random.NextInt64() * 3);
        return (ulong)(number % (UInt128.One << width));
    }

    private string Accessors() => ((string[])["{ readonly get; set; }", "{ get; set; }", "{ readonly get; init; }"])[_random.Next(3)];
}
