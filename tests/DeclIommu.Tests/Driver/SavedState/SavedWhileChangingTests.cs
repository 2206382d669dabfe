using System.Buffers;
using DeclIommu.Driver;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

/// <summary>A host is saved while it is in use.</summary>
public sealed class SavedWhileChangingTests : IDisposable
{
    private const ulong Iova = 0x40_0000;

    private readonly WatchedMemory _memory = new();
    private readonly IommuUnit _unit;
    private readonly IommuHost _host;
    private readonly ParentDomain[] _parents;

    public SavedWhileChangingTests()
    {
        _unit = new IommuUnit(new InstantUnit(_memory), _memory, new PageFrameAllocator(_memory, 0x1000, 0x10_0000), new IommuUnitOptions { DeviceTableFrames = 1 });
        _host = new IommuHost([_unit]);
        _parents = [.. Enumerable.Range(0, 3).Select(_ => _host.CreateParentDomain()).OrderBy(static parent => parent.DomainId.Value)];
        _parents[2].Map(Iova, 0x20_0000, 0x1000, Permissions.Read);
    }

    public void Dispose()
    {
        _memory.OnAccess = null;
        _host.Dispose();
        _unit.Dispose();
    }

    [Fact]
    public void A_page_that_moves_from_what_is_still_to_be_saved_to_what_was_saved_is_not_lost()
    {
        ulong second = RootOf(_parents[1]);
        int moves = 0;
        _memory.OnAccess = address =>
        {
            if (address == second && moves++ == 0)
            {
                _parents[2].Unmap(Iova, 0x1000);
                _parents[0].Map(Iova, 0x20_0000, 0x1000, Permissions.Read);
            }
        };
        byte[] state = Save();
        Assert.True(moves > 1);
        _memory.OnAccess = null;
        Assert.Equal(Save(), state);
    }

    [Fact]
    public void A_host_that_is_changed_again_and_again_is_not_saved_and_nothing_is_written()
    {
        ulong second = RootOf(_parents[1]);
        ulong pages = 0;
        _memory.OnAccess = address =>
        {
            if (address == second)
            {
                _parents[0].Map(Iova + (++pages * 0x1000), 0x20_0000, 0x1000, Permissions.Read);
            }
        };
        ArrayBufferWriter<byte> state = new();
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => _host.Save(state));
        Assert.Contains("changed", refusal.Message);
        Assert.Equal(0, state.WrittenCount);
    }

    private ulong RootOf(ParentDomain parent)
    {
        ulong root = 0;
        _memory.OnAccess = address => root = root == 0 ? address : root;
        parent.TryTranslate(Iova, out _);
        _memory.OnAccess = null;
        return root - (root % 0x1000);
    }

    private byte[] Save()
    {
        ArrayBufferWriter<byte> state = new();
        _host.Save(state);
        return state.WrittenSpan.ToArray();
    }

    private sealed class WatchedMemory : IPhysicalMemory
    {
        private readonly PhysicalMemory _inner = new(0x20_0000);
        private bool _isTelling;

        public Action<ulong>? OnAccess { get; set; }

        public bool TryGetSpan(ulong address, int length, out Span<byte> span)
        {
            if (!_isTelling && OnAccess is { } tell)
            {
                _isTelling = true;
                tell(address);
                _isTelling = false;
            }

            return _inner.TryGetSpan(address, length, out span);
        }
    }
}
