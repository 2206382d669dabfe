namespace DeclIommu.Layouts.Tests.Banks;

public sealed class AccessRuleTests
{
    private static readonly ulong[] Edges = [.. Enumerable.Range(0, 0x40).Select(offset => (ulong)offset), 0x8000_0000, 0xFFFF_FFFF, ulong.MaxValue - 8, ulong.MaxValue - 7, ulong.MaxValue - 3, ulong.MaxValue];

    [Fact]
    public void Widths_alignment_and_the_end_of_a_bank_are_kept()
    {
        Compare<StrictBank>();
        Compare<TinyBank>();
        Compare<EmptyBank>();
    }

    [Fact]
    public void An_access_to_no_register_follows_the_miss_policy()
    {
        Compare<ZeroBank>();
        Compare<OnesBank>();
    }

    [Theory]
    [InlineData(0x00UL, 3, AccessResult.BadWidth)]
    [InlineData(0x00UL, 0, AccessResult.BadWidth)]
    [InlineData(0x00UL, 2, AccessResult.BadWidth)]
    [InlineData(0x02UL, 4, AccessResult.Misaligned)]
    [InlineData(0x04UL, 8, AccessResult.Misaligned)]
    [InlineData(0x08UL, 8, AccessResult.Unmapped)]
    [InlineData(0x18UL, 8, AccessResult.Unmapped)]
    [InlineData(0x1CUL, 4, AccessResult.Unmapped)]
    [InlineData(0xFFFF_FFFF_FFFF_FFF8UL, 8, AccessResult.Unmapped)]
    public void A_refused_access_changes_nothing(ulong offset, int width, AccessResult expected)
    {
        var bank = new StrictBank { First = 0x1234, Last = 0x5678 };
        byte[] data = [.. Enumerable.Repeat((byte)0xA5, width)];
        Assert.Equal(expected, bank.Read(offset, data));
        Assert.All(data, static value => Assert.Equal(0xA5, value));
        Assert.Equal(expected, bank.Write(offset, data));
        Assert.Equal((0x1234UL, 0x5678U), (bank.First, bank.Last));
    }

    [Fact]
    public void Lanes_in_a_gap_read_zero_beside_a_register()
    {
        var bank = new OnesBank { Only = 0xBEEF };
        byte[] data = new byte[8];
        Assert.Equal(AccessResult.Done, bank.Read(0x05, data));
        Assert.Equal("000000EFBE000000", Convert.ToHexString(data));
    }

    [Fact]
    public void Members_of_the_authors_own_do_not_collide_with_generated_ones()
    {
        var bank = new CrowdedBank(4) { Capabilities = new CrowdedBank.Options { HasControl = true } };
        bank.Reset();
        bank[1] = 5;
        Assert.Equal(AccessResult.Done, bank.Write(0x02, [7]));
        Assert.Equal((8, 9, 5U, 7), (bank.Own, bank.Control, bank[1], bank.@class));
    }

    [Fact]
    public void A_register_without_its_capability_is_not_there()
    {
        var bank = new CrowdedBank(0);
        bank.Reset();
        byte[] data = new byte[2];
        Assert.Equal(AccessResult.Unmapped, bank.Read(0, data));
        bank.Capabilities = new CrowdedBank.Options { HasControl = true };
        bank.Reset();
        Assert.Equal(AccessResult.Done, bank.Read(0, data));
        Assert.Equal(9, data[0]);
        Assert.Throws<ArgumentNullException>(() => bank.Capabilities = null!);
    }

    [Fact]
    public void An_index_outside_a_repeated_register_is_refused_by_name_and_bound()
    {
        var bank = new MixedBank();
        Assert.StartsWith("Item has the elements 0 to 2.", Assert.Throws<ArgumentOutOfRangeException>(() => bank[3]).Message, StringComparison.Ordinal);
        Assert.StartsWith("TableHigh has the elements 0 to 39.", Assert.Throws<ArgumentOutOfRangeException>(() => bank.SetTableHigh(-1, 0)).Message, StringComparison.Ordinal);
    }

    private static void Compare<TBank>()
        where TBank : struct, IBank
    {
        var probe = new BankProbe<TBank>(default);
        var oracle = new BankOracle<TBank>();
        foreach (ulong offset in Edges)
        {
            for (int width = 0; width <= 17; width++)
            {
                probe.Store(oracle, static register => 0x0123_4567_89AB_CDEF * (ulong)(register + 1));
                string where = $"{typeof(TBank).Name}, {width} bytes at 0x{offset:X}";
                byte[] expected = [.. Enumerable.Repeat((byte)0xC3, width)];
                byte[] actual = [.. expected];
                Assert.True(oracle.Read(offset, expected) == probe.Bank.Read(offset, actual), where);
                Assert.True(expected.SequenceEqual(actual), where);
                Assert.True(oracle.Write(offset, expected) == probe.Bank.Write(offset, actual), where);
                probe.AssertHolds(oracle, where);
            }
        }
    }
}
