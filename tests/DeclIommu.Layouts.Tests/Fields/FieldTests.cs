namespace DeclIommu.Layouts.Tests.Fields;

public sealed class FieldTests
{
    [Fact]
    public void A_field_lies_at_the_bits_of_its_declaration()
    {
        var value = default(EveryKind);
        value.Page = 0x000A_BCDE_F123_4000;
        value.Color = Color.Blue;
        value.Tag = new Tag(0xBEEF);
        byte[] bytes = new byte[EveryKind.SizeInBytes];
        value.Write(bytes);
        Assert.Equal(Convert.FromHexString("004E23F1DEBC0A00" + "EFBE000000000000" + new string('0', 32)), bytes);
        Assert.Equal(value, EveryKind.Read(bytes));
    }

    [Fact]
    public void A_split_field_is_one_value()
    {
        var value = default(EveryKind);
        value.Split = 0x000A_BCDE_F123_4000;
        byte[] bytes = new byte[EveryKind.SizeInBytes];
        value.Write(bytes);
        Assert.Equal(0x1000000000000000UL, BitConverter.ToUInt64(bytes, 0));
        Assert.Equal(0xABCDE800E2460000UL, BitConverter.ToUInt64(bytes, 8));
        Assert.Equal(0x000A_BCDE_F123_4000UL, EveryKind.AsRef(bytes).Split);
    }

    [Theory]
    [InlineData(-4096)]
    [InlineData(4095)]
    [InlineData(-1)]
    public void A_signed_field_keeps_its_sign(short number)
    {
        var value = default(EveryKind);
        value.Signed = number;
        Assert.Equal(number, value.Signed);
        Assert.Equal(default(UInt128), value.Wide);
    }

    [Fact]
    public void A_value_that_does_not_fit_is_refused_and_changes_nothing()
    {
        var value = default(EveryKind);
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => value.Color = (Color)8);
        Assert.Contains("EveryKind.Color has 3 bits", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => value.Signed = 4096);
        Assert.Throws<ArgumentOutOfRangeException>(() => value.Wide = UInt128.One << 100);
        Assert.Equal(default, value);
    }

    [Fact]
    public void A_scaled_value_with_low_bits_is_refused()
    {
        var value = default(EveryKind);
        ArgumentException error = Assert.Throws<ArgumentException>(() => value.Page = 0x1234);
        Assert.Contains("EveryKind.Page holds multiples of 2^12", error.Message);
    }

    [Fact]
    public void Sixteen_nibbles_lie_in_a_big_endian_word()
    {
        var value = default(Nibbles);
        for (int i = 0; i < 16; i++)
        {
            value[i] = (byte)i;
        }

        byte[] bytes = new byte[8];
        value.Write(bytes);
        Assert.Equal("FEDCBA9876543210", Convert.ToHexString(bytes));
        Assert.Equal(9, value[9]);
        Assert.Throws<ArgumentOutOfRangeException>(() => value[16]);
    }

    [Fact]
    public void A_new_value_carries_its_constants_and_is_valid()
    {
        Assert.True(new Odd().TryValidate(out _));
        Assert.Equal(5, new Odd().Kind);
        Assert.False(default(Odd).TryValidate(out LayoutFault fault));
        Assert.Equal(("Kind", LayoutFaultReason.ConstantMismatch), (fault.Field, fault.Reason));
        Assert.Equal("Odd { Straddling = 0, Kind = 0x5, Pair = [0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0] }", new Odd().ToString());
    }

    [Fact]
    public void The_lowest_reserved_bit_at_fault_is_named()
    {
        EveryKind value = EveryKind.Read(Convert.FromHexString("00010000" + new string('0', 54) + "00FF"));
        Assert.False(value.TryValidate(out LayoutFault fault));
        Assert.Equal((null, 8, 8, LayoutFaultReason.ReservedBitSet), (fault.Field, fault.Msb, fault.Lsb, fault.Reason));
    }
}
