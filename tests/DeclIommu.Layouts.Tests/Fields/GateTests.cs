namespace DeclIommu.Layouts.Tests.Fields;

public sealed class GateTests
{
    private static readonly Abilities All = new(true, true, true);
    private static readonly Abilities None = new(false, false, false);

    [Fact]
    public void A_constant_that_the_device_has_not_follows_the_reserved_policy()
    {
        Assert.True(new GatedEntry().TryValidate(None, out _));
        Assert.True(new GatedEntry().TryValidate(new Abilities(false, false, true), out _));
        Assert.False(new GatedEntry().TryValidate(new Abilities(true, false, false), out LayoutFault fault));
        Assert.Equal("Signature [15:8]: ConstantMismatch", fault.ToString());
        Assert.Equal(0, new GatedEntry().Signature);
        Assert.Equal(0xFF, new GatedOnes().Signature);
    }

    [Fact]
    public void A_value_made_for_a_device_carries_the_constants_that_it_has()
    {
        var entry = new GatedEntry(All) { Mode = Mode.Slow };
        Assert.Equal(0xA5, entry.Signature);
        Assert.True(entry.TryValidate(All, out _));
        Assert.False(entry.TryValidate(None, out LayoutFault fault));
        Assert.Equal("Signature [15:8]: NotAvailable", fault.ToString());
        Assert.Equal(0xFFFFFF, Number(new GatedOnes(None)));
        Assert.Equal(0xFFF0A5, Number(new GatedOnes(All)));
        Assert.Throws<ArgumentNullException>(() => new GatedEntry(null!));
    }

    [Fact]
    public void While_the_device_is_not_known_a_gated_field_may_be_as_declared_or_reserved()
    {
        Assert.True(default(GatedEntry).TryValidate(out _));
        Assert.True(new GatedEntry(All) { Mode = Mode.Fast }.TryValidate(out _));
        Assert.False(new GatedEntry { Mode = (Mode)4 }.TryValidate(out LayoutFault fault));
        Assert.Equal("Mode [3:0]: UndefinedValue", fault.ToString());
        Assert.True(GatedOnes.Read([0xFF, 0xFF, 0xFF]).TryValidate(out _));
        Assert.False(GatedOnes.Read([0xFE, 0xFF, 0xFF]).TryValidate(out fault));
        Assert.Equal("Signature [7:0]: ConstantMismatch", fault.ToString());
    }

    [Fact]
    public void An_enum_without_a_zero_can_be_valid_where_its_capability_is_off()
    {
        Assert.True(new GatedEntry(None).TryValidate(None, out _));
        Assert.False(new GatedEntry(All).TryValidate(All, out LayoutFault fault));
        Assert.Equal("Mode [3:0]: UndefinedValue", fault.ToString());
    }

    [Fact]
    public void A_gated_member_is_found_in_the_element_that_holds_it()
    {
        var entry = default(GatedEntry);
        entry.SetLane(2, Mode.Fast);
        Assert.True(entry.TryValidate(new Abilities(false, false, true), out _));
        Assert.False(entry.TryValidate(None, out LayoutFault fault));
        Assert.Equal("Lane[2] [21:20]: NotAvailable", fault.ToString());
    }

    [Fact]
    public void A_gated_element_is_named()
    {
        var entry = default(GatedEntry);
        entry[3] = 1;
        Assert.False(entry.TryValidate(None, out LayoutFault fault));
        Assert.Equal("Item[3] [42:41]: NotAvailable", fault.ToString());
    }

    [Fact]
    public void A_fault_in_a_nested_layout_of_two_pieces_is_placed_in_the_outer_one()
    {
        Scattered valid = Valid();
        Assert.True(valid.TryValidate(All, out _));
        Assert.False(valid.TryValidate(None, out LayoutFault fault));
        Assert.Equal("Upward.Lanes [21:19]: NotAvailable", fault.ToString());

        Scattered upward = valid with { Upward = Inner.Read([0x09]) };
        Assert.False(upward.TryValidate(out fault));
        Assert.Equal("reserved [3]: ReservedBitSet", fault.ToString());

        Scattered downward = valid with { Downward = Inner.Read([0x11]) };
        Assert.False(downward.TryValidate(out fault));
        Assert.Equal("reserved [8]: ReservedBitSet", fault.ToString());

        downward = valid with { Downward = Inner.Read([0x07]) };
        Assert.False(downward.TryValidate(out fault));
        Assert.Equal("Downward.Mode [32:30]: UndefinedValue", fault.ToString());
    }

    [Fact]
    public void A_constant_of_every_element_is_written_and_verified()
    {
        Assert.Equal(0x09090909U, BitConverter.ToUInt32(Bytes(new Stripes())));
        Assert.False(Stripes.Read([9, 9, 8, 9]).TryValidate(out LayoutFault fault));
        Assert.Equal("Item[2] [19:16]: ConstantMismatch", fault.ToString());
    }

    private static Scattered Valid()
    {
        var inner = new Inner { Mode = Mode.Slow, Lanes = 5 };
        var valid = new Scattered { Upward = inner, Downward = inner, Gated = inner };
        valid[0] = inner;
        valid[1] = inner;
        return valid;
    }

    private static int Number(GatedOnes value)
    {
        byte[] bytes = new byte[4];
        value.Write(bytes);
        return BitConverter.ToInt32(bytes);
    }

    private static byte[] Bytes(Stripes value)
    {
        byte[] bytes = new byte[Stripes.SizeInBytes];
        value.Write(bytes);
        return bytes;
    }
}
