using System.Globalization;
using DeclIommu.Formats;

namespace NestedDomains.Hardware;

/// <summary>Device IDs as lspci writes them, such as 00:1f.2.</summary>
internal static class DeviceName
{
    private const byte LastDevice = 31;
    private const byte LastFunction = 7;

    public static string Of(DeviceId device) => $"{device.Bus:x2}:{device.Device:x2}.{device.Function:x1}";

    public static bool TryParse(string text, out DeviceId id)
    {
        id = default;
        if (text is not [_, _, ':', _, _, '.', _]
            || !TryParse(text.AsSpan(0, 2), byte.MaxValue, out byte bus)
            || !TryParse(text.AsSpan(3, 2), LastDevice, out byte device)
            || !TryParse(text.AsSpan(6, 1), LastFunction, out byte function))
        {
            return false;
        }

        id = new DeviceId { Bus = bus, Device = device, Function = function };
        return true;
    }

    private static bool TryParse(ReadOnlySpan<char> digits, byte highest, out byte value) =>
        byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value <= highest;
}
