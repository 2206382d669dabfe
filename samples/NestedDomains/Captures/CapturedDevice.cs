using System.Globalization;

namespace NestedDomains.Captures;

/// <summary>A PCI function as lspci writes it, such as 00:1f.2.</summary>
internal readonly record struct CapturedDevice(byte Bus, byte Device, byte Function)
{
    private const int LastDevice = 31;
    private const int LastFunction = 7;

    public static bool TryParse(string text, out CapturedDevice device)
    {
        device = default;
        if (text is not [_, _, ':', _, _, '.', _]
            || !byte.TryParse(text.AsSpan(0, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte bus)
            || !byte.TryParse(text.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte number)
            || !byte.TryParse(text.AsSpan(6, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte function)
            || number > LastDevice
            || function > LastFunction)
        {
            return false;
        }

        device = new CapturedDevice(bus, number, function);
        return true;
    }

    public override string ToString() => $"{Bus:x2}:{Device:x2}.{Function:x1}";
}
