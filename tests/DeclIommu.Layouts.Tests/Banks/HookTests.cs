using System.Reflection;

namespace DeclIommu.Layouts.Tests.Banks;

public sealed class HookTests
{
    private readonly List<string> _log = [];
    private HookedBank _bank;

    public HookTests()
    {
        _bank = new HookedBank(_log);
        _bank.Reset();
    }

    [Fact]
    public void Hooks_see_before_and_after_and_can_change_what_is_stored()
    {
        Write(0x08, BitConverter.GetBytes(1000U));
        Assert.Equal(["Control writing 5 to 3E8, holding 5", "Control 5 to 64, holding 64"], _log);
        Assert.Equal(100U, _bank.Control);
    }

    [Fact]
    public void A_partial_write_gives_the_hook_the_whole_register()
    {
        _bank.Control = 0x1122_3344;
        _bank.Limit = uint.MaxValue;
        Write(0x0A, [0xAA]);
        Assert.Equal("Control 11223344 to 11AA3344, holding 11AA3344", _log[1]);
    }

    [Theory]
    [InlineData(0x08, 2, "Control")]
    [InlineData(0x0B, 1, "Control")]
    [InlineData(0x0D, 1, "Doorbell")]
    [InlineData(0x0E, 1, "")]
    [InlineData(0x0E, 2, "")]
    [InlineData(0x0B, 2, "Control,Doorbell")]
    [InlineData(0x07, 1, "Status")]
    [InlineData(0x07, 2, "Status,Control")]
    [InlineData(0x06, 8, "Status,Control,Doorbell")]
    public void Only_registers_with_a_lane_in_the_access_hear_of_it(ulong offset, int width, string expected)
    {
        Write(offset, new byte[width]);
        Assert.Equal(expected, string.Join(",", _log.Select(line => line.Split(' ')[0]).Distinct()));
    }

    [Fact]
    public void A_write_to_one_half_clears_nothing_in_the_other()
    {
        _bank.Status = new HookedStatus { Low = 0xFF, High = 0xFF, Count = 0x99 };
        Write(0x00, BitConverter.GetBytes(0xFFFF_FF0FU));
        Assert.Equal(new HookedStatus { Low = 0xF0, High = 0xFF, Count = 0x99 }, _bank.Status);
        Write(0x04, BitConverter.GetBytes(0xFFFF_0FFFU));
        Assert.Equal(new HookedStatus { Low = 0xF0, High = 0xF0, Count = 0x99 }, _bank.Status);
        Assert.Equal(["Status FF/FF to F0/FF", "Status F0/FF to F0/F0"], _log);
    }

    [Fact]
    public void A_read_of_one_half_clears_nothing_in_the_other()
    {
        _bank.Status = new HookedStatus { Low = 1, Count = 0x99 };
        Read(0x00, 4);
        Assert.Equal(0xEE, _bank.Status.Count);
        Read(0x04, 4);
        Assert.Equal(0, _bank.Status.Count);
    }

    [Fact]
    public void A_read_hook_comes_before_the_clearing_and_decides_what_is_seen()
    {
        _bank.Status = new HookedStatus { Low = 1, Count = 0x99 };
        byte[] seen = Read(0x00, 8);
        Assert.Equal(["Status read 99"], _log);
        Assert.Equal(0x42, seen[0]);
        Assert.Equal(0x99, seen[7]);
        Assert.Equal(0, _bank.Status.Count);
    }

    [Fact]
    public void A_register_that_commits_on_its_high_half_tells_its_hook_once()
    {
        Write(0x10, BitConverter.GetBytes(0x1111_2222U));
        Assert.Empty(_log);
        Assert.Equal(0UL, _bank.Base);
        Write(0x14, BitConverter.GetBytes(0x3333_4444U));
        Assert.Equal(["Base 0 to 3333444411112222"], _log);
    }

    [Fact]
    public void A_counter_read_in_halves_is_read_at_one_time()
    {
        _bank.Timer = 0x0000_0001_FFFF_FFFF;
        Assert.Equal(0U, BitConverter.ToUInt32(Read(0x18, 4)));
        Assert.Equal(3U, BitConverter.ToUInt32(Read(0x1C, 4)));
        Assert.Equal(5U, BitConverter.ToUInt32(Read(0x1C, 4)));
    }

    [Fact]
    public void What_was_kept_of_the_high_half_is_given_out_byte_by_byte()
    {
        _bank.Timer = 0x00FF_FFFE_0000_0000;
        Read(0x18, 1);
        Assert.Equal("FF", Convert.ToHexString(Read(0x1C, 1)));
        Assert.Equal("FFFF00", Convert.ToHexString([.. Read(0x1D, 1), .. Read(0x1E, 2)]));
        Assert.Equal("03000001", Convert.ToHexString(Read(0x1C, 4)));
    }

    [Fact]
    public void The_hook_of_a_repeated_register_is_told_which_element()
    {
        Write(0x30, BitConverter.GetBytes(-7));
        Assert.Equal(["Item 2: 0 to -7"], _log);
    }

    [Fact]
    public void The_devices_own_view_and_a_reset_fire_nothing()
    {
        _bank.Status = _bank.Status with { Low = 3 };
        _bank.Control = 1000;
        _bank[1] = 5;
        _bank.Reset();
        Assert.Empty(_log);
        Assert.Equal(5U, _bank.Control);
        Assert.Equal(100U, _bank.Limit);
    }

    [Fact]
    public void A_refused_access_fires_nothing()
    {
        Assert.Equal(AccessResult.BadWidth, _bank.Write(0x08, new byte[3]));
        Assert.Equal(AccessResult.Unmapped, _bank.Write(0x5C, new byte[8]));
        Assert.Equal(AccessResult.Unmapped, _bank.Write(0x24, new byte[4]));
        Assert.Empty(_log);
    }

    [Fact]
    public void An_unused_hook_leaves_no_code() =>
        Assert.DoesNotContain(typeof(PolicyBank).GetMethods(OracleDeclaration.Members | BindingFlags.Static), static method => method.Name.StartsWith("On", StringComparison.Ordinal));

    private void Write(ulong offset, byte[] data) => Assert.Equal(AccessResult.Done, _bank.Write(offset, data));

    private byte[] Read(ulong offset, int width)
    {
        byte[] data = new byte[width];
        Assert.Equal(AccessResult.Done, _bank.Read(offset, data));
        return data;
    }
}
