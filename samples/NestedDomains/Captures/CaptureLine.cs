using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using DeclIommu.Formats;
using NestedDomains.Hardware;

namespace NestedDomains.Captures;

/// <summary>One line of a capture: a JSON object whose fields are asked for by name and type.</summary>
/// <remarks>Fields that nobody asks for are left alone, so a recorder may write more than this program reads.</remarks>
internal sealed class CaptureLine
{
    private static readonly SearchValues<char> HexadecimalDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly string _file;
    private readonly Dictionary<string, JsonElement> _fields = [];

    /// <exception cref="CaptureException">The line is not one JSON object with each field once.</exception>
    public CaptureLine(string file, int number, ReadOnlyMemory<byte> text)
    {
        _file = file;
        Number = number;

        if (!Utf8.IsValid(text.Span))
        {
            throw Fault(null, "is not UTF-8 text");
        }

        JsonElement root = Parse(text);
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Fault(null, $"is {Name(root.ValueKind)} where a JSON object is due");
        }

        foreach (JsonProperty field in root.EnumerateObject())
        {
            string name = Decode(null, () => field.Name);
            if (!_fields.TryAdd(name, field.Value))
            {
                throw Fault(OneLine.Excerpt(name), "stands there twice");
            }
        }
    }

    public int Number { get; }

    public CaptureException Fault(string? field, string reason) => new(_file, Number, field, reason);

    public string Text(string field)
    {
        JsonElement value = Field(field, JsonValueKind.String);
        return Decode(field, () => value.GetString()!);
    }

    public bool Flag(string field)
    {
        JsonElement value = Field(field);
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Fault(field, $"is {Name(value.ValueKind)} where true or false is due"),
        };
    }

    public int Number32(string field, int lowest, int highest)
    {
        JsonElement value = Field(field, JsonValueKind.Number);
        if (!value.TryGetInt32(out int number) || number < lowest || number > highest)
        {
            throw Fault(field, $"{OneLine.Excerpt(value.GetRawText())} is not a whole number from {lowest} to {highest}");
        }

        return number;
    }

    /// <summary>A number of up to 64 bits, written as a string such as "0x1f000".</summary>
    public ulong Hexadecimal(string field)
    {
        string text = Text(field);
        if (!text.StartsWith("0x", StringComparison.Ordinal)
            || !ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value))
        {
            throw Fault(field, $"\"{OneLine.Excerpt(text)}\" is not a hexadecimal number of up to 64 bits such as \"0x1f000\"");
        }

        return value;
    }

    public ulong Aligned(string field, uint alignment)
    {
        ulong value = Hexadecimal(field);
        if (value % alignment != 0)
        {
            throw Fault(field, $"0x{value:x} is not a multiple of {alignment}");
        }

        return value;
    }

    public DeviceId Device(string field)
    {
        string text = Text(field);
        if (!DeviceName.TryParse(text, out DeviceId device))
        {
            throw Fault(field, $"\"{OneLine.Excerpt(text)}\" is not a device such as \"00:1f.2\" (bus 00-ff, device 00-1f, function 0-7)");
        }

        return device;
    }

    public byte[] Page(string field)
    {
        string digits = Text(field);
        if (digits.Length != 2 * CapturedPage.SizeInBytes)
        {
            throw Fault(field, $"holds {digits.Length} characters, not the {2 * CapturedPage.SizeInBytes} hexadecimal digits of a page of {CapturedPage.SizeInBytes} bytes");
        }

        byte[] page = new byte[CapturedPage.SizeInBytes];
        if (Convert.FromHexString(digits, page, out _, out _) != OperationStatus.Done)
        {
            int index = digits.AsSpan().IndexOfAnyExcept(HexadecimalDigits);
            throw Fault(field, $"'{OneLine.Of(digits[index].ToString())}' at character {index + 1} is no hexadecimal digit");
        }

        return page;
    }

    private JsonElement Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw Fault(null, text.Span.Trim(" \t\r"u8).IsEmpty
                ? "is empty where a JSON object is due"
                : $"is not JSON from byte {exception.BytePositionInLine + 1} on");
        }
    }

    private string Decode(string? field, Func<string> text)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException)
        {
            throw Fault(field, "holds half a surrogate pair, which is no text");
        }
    }

    private JsonElement Field(string field) =>
        _fields.TryGetValue(field, out JsonElement value) ? value : throw Fault(field, "is missing");

    private JsonElement Field(string field, JsonValueKind kind)
    {
        JsonElement value = Field(field);
        return value.ValueKind == kind ? value : throw Fault(field, $"is {Name(value.ValueKind)} where {Name(kind)} is due");
    }

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
