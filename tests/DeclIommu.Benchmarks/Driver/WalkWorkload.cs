using System.Runtime.InteropServices;
using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>Four-level tables of host and guest in one memory, walked for random addresses without any cache in between.</summary>
internal sealed unsafe class WalkWorkload
{
    public const int Walks = 512;

    private const int Pages = 4096;
    private const ulong Size = 64 * 1024 * 1024;
    private const ulong GuestBase = 0x7F00_0000_0000;

    private readonly PhysicalMemory _memory = new(Size);
    private readonly ulong[] _hostAddresses;
    private readonly ulong[] _guestAddresses;
    private readonly ulong _hostRoot;
    private readonly ulong _guestRoot;
    private readonly HostPageTableWalker _hostWalker;
    private readonly DeviceContext _hostContext;
    private readonly GuestPageTableWalker _guestWalker;
    private readonly DeviceContext _guestContext;
    private ulong _next = 0x1000;

    public WalkWorkload()
    {
        Random random = new(1);
        _hostRoot = NewTable();

        // Guest physical addresses are physical ones shifted by 2^40; the guest's tables lie among what the host maps.
        _guestRoot = NewTable();
        for (ulong page = 0; page < Pages; page++)
        {
            Map(_guestRoot, GuestBase + (page * 0x1000), GuestPhysical(0x200_0000 + (page * 0x1000)), isGuest: true);
        }

        for (ulong address = 0; address < Size; address += 0x1000)
        {
            Map(_hostRoot, GuestPhysical(address), address, isGuest: false);
        }

        _hostAddresses = [.. Enumerable.Range(0, Walks).Select(_ => GuestPhysical(0x200_0000 + ((ulong)random.Next(Pages) * 0x1000)))];
        _guestAddresses = [.. Enumerable.Range(0, Walks).Select(_ => GuestBase + ((ulong)random.Next(Pages) * 0x1000))];
        _hostWalker = new HostPageTableWalker(_memory, null);
        _guestWalker = new GuestPageTableWalker(_memory, null, new GuestPhysicalSpace(_hostWalker, null));
        DeviceTableEntry entry = new() { IsValid = true, TranslationValid = true, Mode = PagingMode.FourLevels, HostPageTableRoot = _hostRoot, ReadAllowed = true, WriteAllowed = true, DomainId = new DomainId(1) };
        ExtendedFeatureRegister features = new() { HostPageTableLevels = HostPageTableLevels.Six, GuestTranslationSupported = true };
        ControlRegister control = new() { GuestTranslationEnabled = true, GuestCr3TablePointerTranslated = true };
        _hostContext = DeviceContext.Of(entry, features, control);

        // One PASID, whose table the C code is given directly.
        ulong cr3 = NewTable();
        Word(cr3) = new GuestCr3TableEntry { IsValid = true, Address = GuestPhysical(_guestRoot) }.ToRaw();
        entry.GuestTranslationValid = true;
        entry.GuestCr3TableRoot = GuestPhysical(cr3);
        _guestContext = DeviceContext.Of(entry, features, control);
        if (WalkHostOurs() != WalkHostInC() || WalkNestedOurs() != WalkNestedInC())
        {
            throw new InvalidOperationException("The walks disagree.");
        }
    }

    public ulong WalkHostOurs()
    {
        ulong sum = 0;
        HostAccess access = new(Permissions.Read, Permissions.ReadWrite, false, false);
        foreach (ulong address in _hostAddresses)
        {
            _hostWalker.Walk(_hostContext.DomainId, _hostContext.Root, address, access, out TaggedRegion page, out _);
            sum += page.PhysicalBase;
        }

        return sum;
    }

    public ulong WalkHostInC()
    {
        fixed (ulong* addresses = _hostAddresses)
        {
            return NativeWalker.walk_host(Bytes(), _hostRoot, addresses, Walks);
        }
    }

    public ulong WalkNestedInC()
    {
        fixed (ulong* addresses = _guestAddresses)
        {
            return NativeWalker.walk_nested(Bytes(), _hostRoot, GuestPhysical(_guestRoot), addresses, Walks);
        }
    }

    public ulong WalkNestedOurs()
    {
        ulong sum = 0;
        foreach (ulong address in _guestAddresses)
        {
            _guestWalker.Walk(_guestContext, default, address, Permissions.Read, out TaggedRegion page, out _);
            sum += page.PhysicalBase;
        }

        return sum;
    }

    private ulong NewTable()
    {
        ulong table = _next;
        _next += 0x1000;
        return table;
    }

    private ref ulong Word(ulong address)
    {
        _memory.TryGetSpan(address, sizeof(ulong), out Span<byte> bytes);
        return ref MemoryMarshal.Cast<byte, ulong>(bytes)[0];
    }

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

    private static ulong GuestPhysical(ulong physical) => physical + 0x100_0000_0000;

    // The array behind the memory does not move: it is on the large object heap.
    private byte* Bytes()
    {
        _memory.TryGetSpan(0, (int)Size, out Span<byte> bytes);
        return (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
    }
}
