using DeclIommu.Driver;
using DeclIommu.Formats;

namespace DeclIommu.Tests.Driver;

/// <summary>Guests' device table entries that the host does not act on: each with its reason, and nothing has changed.</summary>
public sealed class GuestEntryRefusalTests : IDisposable
{
    // AMD IOMMU specification, device table entry: bits that no field has.
    private static readonly int[] s_reserved = [.. Enumerable.Range(2, 5), 63, 106, 180, 181, 187, .. Enumerable.Range(192, 15), .. Enumerable.Range(240, 5)];

    private readonly DriverMachine _machine = new(device: GuestUnits.With(static features => features with { GuestPageTableLevels = GuestPageTableLevels.Four, GuestCr3TableLevels = GuestCr3TableLevels.Two }), frames: 64);
    private readonly Refusals _refused;
    private readonly VirtualIommu _guest;

    public GuestEntryRefusalTests()
    {
        _refused = new Refusals(_machine);
        _guest = _machine.Host.CreateParentDomain().CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 3, ReservedDomainIds = 2 });
        NestedDomain other = _guest.CreateNestedDomain(DriverMachine.GuestEntry(5));
        other.Attach(_machine.Endpoint(1));
    }

    public static TheoryData<bool, bool> Kinds => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    public void Dispose() => _machine.Dispose();

    // One that shares a domain ID in use, and one that would take another.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_reserved_bit_is_refused_by_its_place(bool hasGuestTables, bool isNew)
    {
        Good(hasGuestTables, isNew);
        foreach (int bit in s_reserved)
        {
            GuestEntryRefusedException refusal = Refuses($"bit {bit}", With(Entry(hasGuestTables, isNew), bit));
            Assert.Equal((bit, GuestEntryFault.Reserved), (bit, refusal.Fault));
            Assert.InRange(bit, refusal.LayoutFault!.Value.Lsb, refusal.LayoutFault.Value.Msb);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_reserved_value_and_each_field_of_the_hosts_is_refused_by_its_name(bool hasGuestTables, bool isNew)
    {
        Good(hasGuestTables, isNew);
        foreach ((string field, GuestEntryFault fault, int[] bits) in ((string, GuestEntryFault, int[])[])
        [
            ("HostAccessDirty", GuestEntryFault.HostField, [7]),
            ("HostAccessDirty", GuestEntryFault.Reserved, [8]),
            ("HostAccessDirty", GuestEntryFault.HostField, [7, 8]),
            ("Mode", GuestEntryFault.HostField, [9]),
            ("Mode", GuestEntryFault.HostField, [10]),
            ("Mode", GuestEntryFault.HostField, [9, 10]),
            ("Mode", GuestEntryFault.HostField, [11]),
            ("Mode", GuestEntryFault.HostField, [9, 11]),
            ("Mode", GuestEntryFault.HostField, [10, 11]),
            ("Mode", GuestEntryFault.Reserved, [9, 10, 11]),
            .. Enumerable.Range(12, 40).Select(static bit => ("HostPageTableRoot", GuestEntryFault.HostField, (int[])[bit])),
            ("GuestCr3Levels", GuestEntryFault.Reserved, [56, 57]),
            ("IoControl", GuestEntryFault.Reserved, [99, 100]),
            ("GuestPagingMode", GuestEntryFault.Reserved, [183]),
            ("GuestPagingMode", GuestEntryFault.Reserved, [182, 183]),
            ("InterruptControl", GuestEntryFault.Reserved, [188, 189]),
            ("InterruptTableLength", GuestEntryFault.Reserved, [131, 132]),
            ("InterruptTableLength", GuestEntryFault.Reserved, [129, 131, 132]),
            ("InterruptTableLength", GuestEntryFault.Reserved, [130, 131, 132]),
            ("InterruptTableLength", GuestEntryFault.Reserved, [129, 130, 131, 132]),
        ])
        {
            string what = $"bits {string.Join(", ", bits)}";
            GuestEntryRefusedException refusal = Refuses(what, bits.Aggregate(Entry(hasGuestTables, isNew), With));
            Assert.Equal((what, fault, field), (what, refusal.Fault, refusal.Field));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_the_host_cannot_do_is_refused_by_its_reason(bool isNew)
    {
        foreach ((GuestEntryFault fault, DeviceTableEntry entry) in ((GuestEntryFault, DeviceTableEntry)[])
        [
            (GuestEntryFault.NotValid, Entry(hasGuestTables: true, isNew) with { IsValid = false }),
            (GuestEntryFault.NotValid, default),
            (GuestEntryFault.TranslationNotValid, Entry(hasGuestTables: true, isNew) with { TranslationValid = false }),
            (GuestEntryFault.NoGuestCr3Table, Entry(hasGuestTables: true, isNew) with { GuestCr3TableRoot = 0 }),
            (GuestEntryFault.TooManyLevels, Entry(hasGuestTables: true, isNew) with { GuestPagingMode = GuestPagingMode.FiveLevels }),
            (GuestEntryFault.TooManyLevels, Entry(hasGuestTables: true, isNew) with { GuestCr3Levels = GuestCr3TableLevels.Three }),
        ])
        {
            Assert.Equal(fault, Refuses(fault.ToString(), entry).Fault);
        }
    }

    private static DeviceTableEntry Entry(bool hasGuestTables, bool isNew)
    {
        DeviceTableEntry entry = DriverMachine.GuestEntry((ushort)(isNew ? 6 : 5));
        return hasGuestTables ? entry with { GuestTranslationValid = true, GuestCr3TableRoot = 0x5000 } : entry;
    }

    private static DeviceTableEntry With(DeviceTableEntry entry, int bit)
    {
        Span<byte> bytes = stackalloc byte[DeviceTableEntry.SizeInBytes];
        entry.Write(bytes);
        bytes[bit / 8] |= (byte)(1 << (bit % 8));
        return DeviceTableEntry.Read(bytes);
    }

    // Without what it is refused for, it is not.
    private void Good(bool hasGuestTables, bool isNew) => _guest.CreateNestedDomain(Entry(hasGuestTables, isNew)).Dispose();

    private GuestEntryRefusedException Refuses(string what, DeviceTableEntry entry) => _refused.Of<GuestEntryRefusedException>(what, () => _guest.CreateNestedDomain(entry));
}
