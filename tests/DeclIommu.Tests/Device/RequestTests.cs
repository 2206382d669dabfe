using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Device;

public sealed class RequestTests : IDisposable
{
    private static readonly DeviceId Disk = new(0x0020);

    private readonly Machine _machine = new(Machine.Stepped);
    private readonly ulong _root;

    public RequestTests()
    {
        _root = _machine.NewTable();
        _machine.Attach(Disk, 1, _root);
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Bytes_go_to_the_pages_that_the_table_names()
    {
        _machine.Map(_root, 0x1000, Machine.Data + 0x5000);
        _machine.Map(_root, 0x2000, Machine.Data);
        byte[] sent = [.. Enumerable.Range(1, 16).Select(value => (byte)value)];

        Assert.True(_machine.Device.TryWrite(Disk, 0x1FF8, sent));
        byte[] received = new byte[16];
        Assert.True(_machine.Device.TryRead(Disk, 0x1FF8, received));

        Assert.Equal(sent, received);
        Assert.Equal(sent[..8], _machine.Bytes(Machine.Data + 0x5FF8, 8).ToArray());
        Assert.Equal(sent[8..], _machine.Bytes(Machine.Data, 8).ToArray());
    }

    [Fact]
    public void Requests_are_counted_page_by_page_with_the_one_that_was_refused()
    {
        _machine.Map(_root, 0x1000, Machine.Data);

        Assert.True(_machine.Device.TryWrite(Disk, 0x1000, new byte[8]));
        Assert.False(_machine.Device.TryRead(Disk, 0x1FF8, new byte[16]));

        Assert.Equal(3ul, _machine.Device.RequestCount);
    }

    [Fact]
    public void A_request_that_meets_a_fault_ends_there_and_is_logged_once()
    {
        _machine.Map(_root, 0x1000, Machine.Data);
        byte[] received = new byte[3 * 4096];
        _machine.Bytes(Machine.Data, 4096).Fill(0xAB);

        Assert.False(_machine.Device.TryRead(Disk, 0x1000, received));

        Assert.Equal(4096, received.Count(value => value == 0xAB));
        Assert.Equal(0x2000ul, (ulong)(Assert.Single(_machine.Events()) >> 64));
    }

    [Fact]
    public void A_write_without_permission_changes_nothing()
    {
        _machine.Map(_root, 0x1000, Machine.Data, Permissions.Read);

        Assert.False(_machine.Device.TryWrite(Disk, 0x1000, [1, 2, 3]));
        Assert.Equal(0ul, _machine.ReadWord(Machine.Data));
    }

    [Fact]
    public void A_page_outside_of_memory_aborts_without_an_event()
    {
        _machine.Map(_root, 0x1000, Machine.MemorySize);

        Assert.False(_machine.Device.TryWrite(Disk, 0x1000, [1]));
        Assert.False(_machine.Device.TryRead(Disk, 0x1000, new byte[1]));
        Assert.Empty(_machine.Events());
    }

    [Fact]
    public void Untranslated_requests_reach_the_end_of_the_address_space_and_no_further()
    {
        Assert.False(_machine.Device.TryRead(new DeviceId(1), ulong.MaxValue, new byte[2]));
        Assert.True(_machine.Device.TryRead(new DeviceId(1), Machine.MemorySize - 1, new byte[1]));
        Assert.True(_machine.Device.TryRead(new DeviceId(1), ulong.MaxValue, []));
    }

    [Fact]
    public void A_hit_allocates_nothing()
    {
        _machine.Map(_root, 0x1000, Machine.Data);
        byte[] buffer = new byte[64];
        Run(1);
        Assert.Equal(0, Allocations.Of(() => Run(1000)));

        void Run(int requests)
        {
            for (int request = 0; request < requests; request++)
            {
                _machine.Device.TryRead(Disk, 0x1000, buffer);
                _machine.Device.Translate(Disk, 0x1000, Permissions.Read);
            }
        }
    }
}
