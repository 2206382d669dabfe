using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using DeclIommu.State;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DeclIommu.Tests.Driver;

/// <summary>What is flushed lazily is so where its state is restored, within the same bounds.</summary>
public sealed class SavedFlushingTests : IDisposable
{
    private const ulong Address = 0x40_0000;
    private const ulong Target = 0x200_0000;
    private const int Most = 2;

    private static readonly TimeSpan s_delay = TimeSpan.FromMilliseconds(3);

    private readonly FakeTimeProvider _time = new();
    private readonly DriverMachine _first = new(device: GuestUnits.Options);
    private readonly DriverMachine _second = new(device: GuestUnits.Options);

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public void A_restored_parent_flushes_as_lazily_as_the_saved_one()
    {
        ParentDomain saved = _first.Host.CreateParentDomain(new ParentDomainOptions { FlushMode = FlushMode.Lazy, LongestFlushDelay = s_delay, MostDeferredRanges = Most });
        saved.Map(Address, Target, 0x10_0000, Permissions.Read);
        using IommuHost host = Restore();
        ParentDomain parent = host.SnapshotParents().Single();
        FlushesInTime(page => parent.Unmap(Address + (page * 0x2000), 0x1000), () => parent.UnconfirmedRanges);
    }

    [Fact]
    public void A_restored_guest_page_table_flushes_as_lazily_as_the_saved_one()
    {
        GuestPageTable saved = _first.Host.CreateGuestPageTable(new GuestPageTableOptions { FlushMode = FlushMode.Lazy, LongestFlushDelay = s_delay, MostDeferredRanges = Most });
        saved.Map(Address, Target, 0x10_0000, Permissions.Read);
        using IommuHost host = Restore();
        GuestPageTable table = host.GuestTables.SnapshotTables().Single();
        FlushesInTime(page => table.Unmap(Address + (page * 0x2000), 0x1000), () => table.UnconfirmedRanges);
    }

    [Fact]
    public void A_restored_domain_of_PASIDs_unbinds_as_lazily_as_the_saved_one()
    {
        PasidDomain saved = _first.Host.CreatePasidDomain(new PasidDomainOptions { FlushMode = FlushMode.Lazy, LongestFlushDelay = s_delay, MostDeferredRanges = Most });
        GuestPageTable table = _first.Host.CreateGuestPageTable();
        for (uint pasid = 0; pasid <= Most + 1; pasid++)
        {
            saved.Bind(new Pasid(pasid), table);
        }

        using IommuHost host = Restore();
        PasidDomain domain = host.GuestTables.SnapshotDomains().Single();
        FlushesInTime(pasid => domain.Unbind(new Pasid((uint)pasid)), () => domain.UnconfirmedPasids);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(18 * TimeSpan.TicksPerHour + 1)]
    [InlineData(long.MaxValue)]
    public void A_state_with_a_delay_that_no_domain_can_have_is_refused_by_value(long ticks)
    {
        _first.Host.CreateParentDomain(new ParentDomainOptions { FlushMode = FlushMode.Lazy, LongestFlushDelay = s_delay });
        _second.Host.Dispose();
        ArrayBufferWriter<byte> written = new();
        _first.Host.Save(written);
        byte[] state = written.WrittenSpan.ToArray();
        byte[] delay = BitConverter.GetBytes(s_delay.Ticks);
        Span<byte> saved = state.AsSpan(state.AsSpan().IndexOf(delay), sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(saved, ticks);
        SHA256.HashData(state.AsSpan(..^SHA256.HashSizeInBytes), state.AsSpan(^SHA256.HashSizeInBytes..));

        SavedStateException refusal = Assert.Throws<SavedStateException>(() => IommuHost.Restore(state, _second.Units));
        Assert.Equal(SavedStateFault.Inconsistent, refusal.Fault);
        Assert.Contains(TimeSpan.FromTicks(ticks).ToString(), refusal.Message, StringComparison.Ordinal);
    }

    private void FlushesInTime(Action<ulong> take, Func<int> unconfirmed)
    {
        take(0);
        Assert.Equal(1, unconfirmed());
        _time.Advance(s_delay - TimeSpan.FromTicks(1));
        Assert.Equal(1, unconfirmed());
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(0, unconfirmed());
        for (ulong count = 1; count <= Most; count++)
        {
            take(count);
            Assert.Equal((int)count, unconfirmed());
        }

        take(Most + 1);
        Assert.Equal(0, unconfirmed());
    }

    private IommuHost Restore()
    {
        ArrayBufferWriter<byte> state = new();
        _first.Host.Save(state);
        _second.Host.Dispose();
        return IommuHost.Restore(state.WrittenSpan, _second.Units, new IommuHostOptions { TimeProvider = _time });
    }
}
