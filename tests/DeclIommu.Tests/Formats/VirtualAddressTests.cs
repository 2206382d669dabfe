using CsCheck;
using DeclIommu.Formats;
using Xunit;

namespace DeclIommu.Tests.Formats;

public sealed class VirtualAddressTests
{
    private static readonly Gen<int> GenNoLevel = Gen.OneOf(Gen.Int[-100, 0], Gen.Int[7, 100], Gen.Const(int.MinValue), Gen.Const(int.MaxValue));

    [Fact]
    public void The_index_of_a_host_address_at_a_level_is_the_field_of_that_level() =>
        Gen.ULong.Sample(raw =>
        {
            HostVirtualAddress address = HostVirtualAddress.FromRaw(raw);
            Assert.Equal([address.Level1, address.Level2, address.Level3, address.Level4, address.Level5, address.Level6], Enumerable.Range(1, 6).Select(level => address.IndexAt(level)));
        });

    [Fact]
    public void The_index_of_a_guest_address_at_a_level_is_the_field_of_that_level() =>
        Gen.ULong.Sample(raw =>
        {
            GuestVirtualAddress address = GuestVirtualAddress.FromRaw(raw);
            Assert.Equal([address.Level1, address.Level2, address.Level3, address.Level4, address.Level5], Enumerable.Range(1, 5).Select(level => address.IndexAt(level)));
        });

    [Fact]
    public void An_entry_lies_as_many_entries_into_its_table_as_its_index_says() =>
        Gen.ULong.Sample(raw =>
        {
            HostVirtualAddress host = HostVirtualAddress.FromRaw(raw);
            GuestVirtualAddress guest = GuestVirtualAddress.FromRaw(raw);
            Assert.Equal(Enumerable.Range(1, 6).Select(level => (ulong)(host.IndexAt(level) * HostPageTableEntry.SizeInBytes)), Enumerable.Range(1, 6).Select(host.EntryOffsetAt));
            Assert.Equal(Enumerable.Range(1, 5).Select(level => (ulong)(guest.IndexAt(level) * GuestPageTableEntry.SizeInBytes)), Enumerable.Range(1, 5).Select(guest.EntryOffsetAt));
        });

    [Fact]
    public void The_index_at_a_level_that_does_not_exist_is_0() =>
        Gen.Select(Gen.OneOf(Gen.ULong, Gen.Const(ulong.MaxValue)), GenNoLevel).Sample((raw, level) =>
        {
            Assert.Equal(0, HostVirtualAddress.FromRaw(raw).IndexAt(level));
            Assert.Equal(0, GuestVirtualAddress.FromRaw(raw).IndexAt(level));
            Assert.Equal(0, GuestVirtualAddress.FromRaw(raw).IndexAt(6));
        });
}
