using DeclIommu.Formats;
using DeclIommu.Memory;
using NestedDomains.Hardware;

namespace NestedDomains.Captures;

/// <summary>Reads a capture: gzip, one JSON object a line, told apart by "kind".</summary>
internal sealed class CaptureReader
{
    private const int RegisterSizeInBytes = 8;
    private const ulong RegionSizeInBytes = 0x80000;

    private readonly string _file;
    private readonly List<CapturedRegister> _registers = [];
    private readonly List<CapturedPage> _pages = [];
    private readonly List<CapturedMappings> _mappings = [];
    private readonly List<CapturedTranslation> _translations = [];
    private readonly Dictionary<object, int> _seen = [];
    private string? _description;
    private ulong _mmioBase;

    private CaptureReader(string file) => _file = file;

    /// <exception cref="CaptureException">The file cannot be used; the message names it, the line and the field.</exception>
    public static Capture Read(string file) => new CaptureReader(file).Read();

    private Capture Read()
    {
        using var text = CaptureText.Open(_file);
        while (text.TryReadLine(out ReadOnlyMemory<byte> line))
        {
            Add(new CaptureLine(_file, text.Line, line));
        }

        Require(_description is not null, "capture");
        Require(_registers.Count > 0, "register");
        Require(_pages.Count > 0, "page");
        Require(_translations.Count > 0, "translation");
        return new Capture(_file, _description!, _mmioBase, _registers, _pages, _mappings, _translations);
    }

    private void Add(CaptureLine line)
    {
        string kind = line.Text("kind");
        switch (kind)
        {
            case "capture":
                AddHeader(line);
                break;
            case "register":
                AddRegister(line);
                break;
            case "page":
                AddPage(line);
                break;
            case "mappings":
                AddMappings(line);
                break;
            case "translation":
                AddTranslation(line);
                break;
            default:
                throw line.Fault("kind", $"\"{OneLine.Excerpt(kind)}\" is none of capture, register, page, mappings, translation");
        }
    }

    private void AddHeader(CaptureLine line)
    {
        RequireFirst(line, "kind", "capture", "this second 'capture'");
        _description = line.Text("description");
        _mmioBase = line.Aligned("iommuMmioBase", CapturedPage.SizeInBytes);
    }

    private void AddRegister(CaptureLine line)
    {
        ulong offset = line.Aligned("offset", RegisterSizeInBytes);
        if (offset >= RegionSizeInBytes)
        {
            throw line.Fault("offset", $"0x{offset:x} lies past the end of the MMIO region, 0x{RegionSizeInBytes:x}");
        }

        RequireFirst(line, "offset", ("register", offset), $"register 0x{offset:x}");
        _registers.Add(new CapturedRegister(line.Number, offset, line.Hexadecimal("value")));
    }

    private void AddPage(CaptureLine line)
    {
        ulong address = line.Aligned("address", CapturedPage.SizeInBytes);
        RequireFirst(line, "address", ("page", address), $"page 0x{address:x}");
        _pages.Add(new CapturedPage(line.Number, address, line.Page("data")));
    }

    private void AddMappings(CaptureLine line)
    {
        DeviceId device = line.Device("device");
        RequireFirst(line, "device", ("mappings", device), $"the mappings of {DeviceName.Of(device)}");
        _mappings.Add(new CapturedMappings(
            line.Number,
            device,
            line.Number32("domainId", 0, ushort.MaxValue),
            line.Number32("mode", 0, 7),
            line.Number32("count", 0, int.MaxValue)));
    }

    private void AddTranslation(CaptureLine line)
    {
        Permissions read = line.Flag("read") ? Permissions.Read : Permissions.None;
        Permissions write = line.Flag("write") ? Permissions.Write : Permissions.None;
        _translations.Add(new CapturedTranslation(
            line.Number,
            line.Device("device"),
            line.Hexadecimal("iova"),
            line.Hexadecimal("physical"),
            read | write));
    }

    private void RequireFirst(CaptureLine line, string field, object key, string what)
    {
        if (!_seen.TryAdd(key, line.Number))
        {
            throw line.Fault(field, $"{what} was recorded on line {_seen[key]} already");
        }
    }

    private void Require(bool condition, string kind)
    {
        if (!condition)
        {
            throw new CaptureException(_file, null, "kind", $"no line is of kind '{kind}'");
        }
    }
}
