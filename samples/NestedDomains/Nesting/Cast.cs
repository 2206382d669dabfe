using DeclIommu.Formats;

namespace NestedDomains.Nesting;

/// <summary>Who takes part: two guests on parent A, one on parent B, and a device of the host on A itself, on three units.</summary>
/// <remarks>
/// The gDomIDs repeat on purpose: 5 is shared by two devices of guest 1, and means something else to guests 2 and 3; 0 is as good as any other;
/// 9 spans two units. Parent A has no device on unit 2, so a flush of A has no business there.
/// </remarks>
internal static class Cast
{
    public const string ParentA = "A";
    public const string ParentB = "B";
    public const int Units = 3;

    public static IReadOnlyList<PlacedDevice> Devices { get; } =
    [
        new(0, Device(0x00, 3), ParentA, null, null),
        new(0, Device(0x01, 0), ParentA, "guest 1", 0),
        new(0, Device(0x01, 1), ParentA, "guest 1", 5),
        new(0, Device(0x01, 2), ParentA, "guest 1", 5),
        new(0, Device(0x02, 0), ParentA, "guest 2", 5),
        new(1, Device(0x02, 1), ParentA, "guest 2", 0),
        new(0, Device(0x02, 2), ParentA, "guest 2", 9),
        new(1, Device(0x02, 3), ParentA, "guest 2", 9),
        new(1, Device(0x03, 0), ParentB, "guest 3", 0),
        new(2, Device(0x03, 1), ParentB, "guest 3", 5),
    ];

    private static DeviceId Device(byte bus, byte function) => new() { Bus = bus, Function = function };
}
