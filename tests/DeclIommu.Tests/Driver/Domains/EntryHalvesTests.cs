using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Driver;

/// <summary>What a unit makes of an entry that it reads in two halves, at any two moments of any change.</summary>
public sealed class EntryHalvesTests
{
    private const ulong Iova = 0x40_0000;
    private const ulong Data = 0x200_0000;
    private const int HalfSize = DeviceTableEntry.SizeInBytes / 2;

    private static readonly DeviceTableEntry[] Entries =
    [
        DeviceTableEntries.Blocked,
        Entry(3, null, 0),
        Entry(4, null, 0),
        Entry(7, GuestPagingMode.FourLevels, 0x1000),
        Entry(8, GuestPagingMode.FourLevels, 0x9000),
        Entry(9, GuestPagingMode.FiveLevels, 0x2000),
    ];

    [Fact]
    public void No_two_halves_of_a_change_make_a_translation_that_was_not_asked_for()
    {
        foreach (DeviceTableEntry from in Entries)
        {
            foreach (DeviceTableEntry to in Entries)
            {
                DeviceTableEntry[] steps = HostDeviceTable.NeedsBlockBetween(from, to) ? [from, DeviceTableEntries.BlockedAfter(from), to] : [from, to];
                for (int step = 1; step < steps.Length; step++)
                {
                    CheckChange(steps[step - 1], steps[step], [from, to]);
                }
            }
        }
    }

    // A change between two confirmations: the unit reads the lower half at one moment and the upper half at the same or a later one.
    private static void CheckChange(DeviceTableEntry from, DeviceTableEntry to, DeviceTableEntry[] askedFor)
    {
        DeviceTableEntry middle = HostDeviceTable.WritesLowerHalfFirst(from, to) ? Mix(to, from) : Mix(from, to);
        DeviceTableEntry[] states = [from, middle, to];
        for (int first = 0; first < states.Length; first++)
        {
            for (int second = first; second < states.Length; second++)
            {
                DeviceTableEntry read = Mix(states[first], states[second]);
                bool translates = read.IsValid && read.TranslationValid;
                Assert.True(read.IsValid, "An entry that is not valid lets the device pass.");
                Assert.True(
                    !translates || askedFor.Any(entry => SameTranslation(entry, read)),
                    $"From {from} to {to}, lower half of state {first} with upper half of state {second}: {read}");
            }
        }
    }

    private static bool SameTranslation(DeviceTableEntry left, DeviceTableEntry right) =>
        left.TranslationValid
        && (left.DomainId, left.HostPageTableRoot, left.GuestTranslationValid) == (right.DomainId, right.HostPageTableRoot, right.GuestTranslationValid)
        && (!left.GuestTranslationValid || (left.GuestCr3TableRoot, left.GuestPagingMode) == (right.GuestCr3TableRoot, right.GuestPagingMode));

    [Fact]
    public void The_unit_of_the_model_reads_the_lower_half_first_and_keeps_nothing_that_was_changed_in_between()
    {
        Action? between = null;
        using DriverMachine machine = new(device: new IommuDeviceOptions
        {
            ExecutionMode = ExecutionMode.Stepped,
            Caching = CacheBehavior.Adversarial,
            BetweenDeviceTableEntryHalves = _ => Interlocked.Exchange(ref between, null)?.Invoke(),
        });
        using ParentDomain first = machine.Host.CreateParentDomain();
        using ParentDomain second = machine.Host.CreateParentDomain();
        first.Map(Iova, Data, 0x1000, Permissions.Read);
        second.Map(Iova, Data + 0x5000, 0x1000, Permissions.Read);
        IommuEndpoint endpoint = machine.Endpoint(1);
        first.Attach(endpoint);
        between = () => second.Attach(endpoint);
        machine.Dma(endpoint, Iova);
        Assert.Equal(Data + 0x5000, machine.Dma(endpoint, Iova).PhysicalAddress);
        Assert.Empty(machine.Cached(first.DomainId));
    }

    private static DeviceTableEntry Entry(ushort domain, GuestPagingMode? guestMode, ulong guestRoot)
    {
        DeviceTableEntry entry = DeviceTableEntries.ForHostTable(0x8000UL * domain, 3, HostAccessDirtyMode.None, new HostDomainId(domain), cachesTranslations: false);
        if (guestMode is { } mode)
        {
            DeviceTableEntries.SetGuestTables(ref entry, new GuestTableRoot(guestRoot, GuestCr3TableLevels.One, mode, TakesRequestsWithoutPasid: false));
        }

        return entry;
    }

    private static DeviceTableEntry Mix(DeviceTableEntry lower, DeviceTableEntry upper)
    {
        Span<byte> bytes = stackalloc byte[DeviceTableEntry.SizeInBytes];
        Span<byte> other = stackalloc byte[DeviceTableEntry.SizeInBytes];
        lower.Write(bytes);
        upper.Write(other);
        other[HalfSize..].CopyTo(bytes[HalfSize..]);
        return DeviceTableEntry.Read(bytes);
    }
}
