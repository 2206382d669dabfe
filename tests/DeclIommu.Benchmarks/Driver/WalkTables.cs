using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>Four-level tables of host and guest in one memory, and what walks of them start from, ours and those in C.</summary>
/// <remarks>Guest physical addresses are physical ones shifted by 2^40; the guest's tables lie among what the host maps.</remarks>
internal sealed unsafe class WalkTables
{
    public const ulong PageSize = 0x1000;

    private readonly DeviceTableEntry _entry;
    private ulong _next = PageSize;

    /// <param name="size">The memory, all of which the host maps.</param>
    /// <param name="firstPage">The first page of what the guest maps: the tables lie below it.</param>
    /// <param name="guestAddresses">The pages that the guest maps, one after the other from there.</param>
    public WalkTables(ulong size, ulong firstPage, IEnumerable<ulong> guestAddresses)
    {
        Memory = new PhysicalMemory(size);
        ulong hostRoot = NewTable();
        ulong guestRoot = NewTable();
        ulong target = GuestPhysical(firstPage);
        foreach (ulong address in guestAddresses)
        {
            Map(guestRoot, address, target, isGuest: true);
            target += PageSize;
        }

        for (ulong address = 0; address < size; address += PageSize)
        {
            Map(hostRoot, GuestPhysical(address), address, isGuest: false);
        }

        ulong cr3 = NewTable();
        Word(cr3) = new GuestCr3TableEntry { IsValid = true, Address = GuestPhysical(guestRoot) }.ToRaw();
        if (_next > firstPage)
        {
            throw new ArgumentOutOfRangeException(nameof(firstPage), firstPage, $"The tables take {_next} bytes.");
        }

        _entry = new()
        {
            IsValid = true, TranslationValid = true, Mode = PagingMode.FourLevels, HostPageTableRoot = hostRoot, ReadAllowed = true, WriteAllowed = true, DomainId = new DomainId(1),
            GuestTranslationValid = true, GuestCr3TableRoot = GuestPhysical(cr3),
        };
    }

    public PhysicalMemory Memory { get; }

    public Span<ulong> Words
    {
        get
        {
            Memory.TryGetSpan(0, (int)Memory.Size, out Span<byte> bytes);
            return MemoryMarshal.Cast<byte, ulong>(bytes);
        }
    }

    public static ulong GuestPhysical(ulong physical) => physical + 0x100_0000_0000;

    /// <summary>The device, for our walks.</summary>
    /// <param name="setsHostBits">Whether accessed and dirty bits of the host's tables are set.</param>
    /// <param name="setsGuestBits">Whether those of the guest's tables are.</param>
    public DeviceContext Context(bool setsHostBits, bool setsGuestBits)
    {
        ExtendedFeatureRegister features = new()
        {
            HostPageTableLevels = HostPageTableLevels.Six, GuestTranslationSupported = true, HostAccessedSupported = true, HostDirtySupported = true,
        };
        ControlRegister control = new()
        {
            GuestTranslationEnabled = true, GuestCr3TablePointerTranslated = true, HostAccessUpdateMode = 3,
            GuestAccessUpdateDisabled = !setsGuestBits, GuestDirtyUpdateDisabled = !setsGuestBits,
        };
        return DeviceContext.Of(_entry with { HostAccessDirty = setsHostBits ? HostAccessDirtyMode.AccessedAndDirty : HostAccessDirtyMode.None }, features, control);
    }

    /// <summary>The same device, for the walks in C.</summary>
    /// <remarks>The array behind the memory must not move: it is pinned, or on the large object heap.</remarks>
    public NativeContext NativeContext(DeviceContext context) => new()
    {
        Bytes = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Words)),
        Base = Memory.BaseAddress,
        Size = Memory.Size,
        HostRoot = context.Root.Address,
        HostLevel = context.Root.Level,
        GuestCr3 = context.Guest!.Root,
        Cr3Levels = (int)context.Guest.Cr3Levels,
        GuestLevels = context.Guest.Levels,
        Permissions = (int)context.Permissions,
        Domain = context.DomainId.Value,
        Cr3IsGuestPhysical = AsByte(context.Guest.RootIsGuestPhysical),
        HostSetsAccessed = AsByte(context.SetsAccessed),
        HostSetsDirty = AsByte(context.SetsDirty),
        GuestSetsAccessed = AsByte(context.Guest.SetsAccessed),
        GuestSetsDirty = AsByte(context.Guest.SetsDirty),
    };

    private static byte AsByte(bool value) => value ? (byte)1 : (byte)0;

    private ulong NewTable()
    {
        ulong table = _next;
        _next += PageSize;
        return table;
    }

    private ref ulong Word(ulong address) => ref Words[(int)(address / sizeof(ulong))];

    private void Map(ulong root, ulong address, ulong target, bool isGuest)
    {
        ulong table = root;
        HostVirtualAddress indexes = HostVirtualAddress.FromRaw(address);
        for (int level = 4; level > 1; level--)
        {
            ref ulong word = ref Word(table + (ulong)(indexes.IndexAt(level) * 8));
            if (word == 0)
            {
                ulong made = NewTable();
                word = isGuest
                    ? new GuestPageTableEntry { IsPresent = true, IsWritable = true, IsUser = true, Accessed = true, Address = GuestPhysical(made) }.ToRaw()
                    : new HostPageTableEntry { IsPresent = true, NextLevel = (byte)(level - 1), ReadAllowed = true, WriteAllowed = true, Address = made }.ToRaw();
            }

            table = isGuest ? GuestPageTableEntry.FromRaw(word).Address - GuestPhysical(0) : HostPageTableEntry.FromRaw(word).Address;
        }

        Word(table + (ulong)(indexes.IndexAt(1) * 8)) = isGuest
            ? new GuestPageTableEntry { IsPresent = true, IsWritable = true, IsUser = true, Accessed = true, Dirty = true, Address = target }.ToRaw()
            : new HostPageTableEntry { IsPresent = true, ReadAllowed = true, WriteAllowed = true, Address = target }.ToRaw();
    }
}
