using DeclIommu.Device;
using DeclIommu.Memory;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>Walks of random addresses without any cache in between: ours, and those in C of the same tables.</summary>
internal sealed unsafe class WalkWorkload
{
    public const int Walks = 512;

    private const int Pages = 4096;
    private const ulong Size = 64 * 1024 * 1024;
    private const ulong FirstPage = 0x200_0000;
    private const ulong GuestBase = 0x7F00_0000_0000;

    private readonly ulong[] _hostAddresses;
    private readonly ulong[] _guestAddresses;
    private readonly HostPageTableWalker _hostWalker;
    private readonly GuestPageTableWalker _guestWalker;
    private readonly DeviceContext _hostContext;
    private readonly DeviceContext _guestContext;
    private readonly NativeContext _native;

    public WalkWorkload()
    {
        WalkTables tables = new(Size, FirstPage, Enumerable.Range(0, Pages).Select(static page => GuestBase + ((ulong)page * WalkTables.PageSize)));
        Random random = new(1);
        _hostAddresses = [.. Enumerable.Range(0, Walks).Select(_ => WalkTables.GuestPhysical(FirstPage + ((ulong)random.Next(Pages) * WalkTables.PageSize)))];
        _guestAddresses = [.. Enumerable.Range(0, Walks).Select(_ => GuestBase + ((ulong)random.Next(Pages) * WalkTables.PageSize))];
        _hostWalker = new HostPageTableWalker(tables.Memory, null);
        _guestWalker = new GuestPageTableWalker(tables.Memory, null, new GuestPhysicalSpace(_hostWalker, null));
        _hostContext = tables.Context(setsHostBits: false, setsGuestBits: false);

        // Every bit that a nested walk could set is set already.
        _guestContext = tables.Context(setsHostBits: false, setsGuestBits: true);
        _native = tables.NativeContext(_guestContext);
        if (WalkHostOurs() != WalkHostInC() || WalkNestedOurs() != WalkNestedInC())
        {
            throw new InvalidOperationException("The walks disagree.");
        }

        WalkComparison.Run(rounds: 1000);
    }

    public ulong WalkHostOurs()
    {
        ulong sum = 0;
        HostAccess access = new(Permissions.Read, Permissions.ReadWrite, _hostContext.SetsAccessed, _hostContext.SetsDirty);
        foreach (ulong address in _hostAddresses)
        {
            if (_hostWalker.Walk(_hostContext.DomainId, _hostContext.Root, address, access, out TaggedRegion page, out _) == DmaOutcome.Translated)
            {
                sum += page.PhysicalBase;
            }
        }

        return sum;
    }

    public ulong WalkHostInC()
    {
        fixed (ulong* addresses = _hostAddresses)
        fixed (NativeContext* context = &_native)
        {
            return NativeWalker.walk_host(context, addresses, Walks);
        }
    }

    public ulong WalkNestedOurs()
    {
        ulong sum = 0;
        foreach (ulong address in _guestAddresses)
        {
            if (_guestWalker.Walk(_guestContext, default, address, Permissions.Read, out TaggedRegion page, out _) == DmaOutcome.Translated)
            {
                sum += page.PhysicalBase;
            }
        }

        return sum;
    }

    public ulong WalkNestedInC()
    {
        fixed (ulong* addresses = _guestAddresses)
        fixed (NativeContext* context = &_native)
        {
            return NativeWalker.walk_nested(context, 0, addresses, Walks);
        }
    }
}
