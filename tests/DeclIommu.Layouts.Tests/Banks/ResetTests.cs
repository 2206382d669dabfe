namespace DeclIommu.Layouts.Tests.Banks;

public sealed class ResetTests
{
    private MixedBank _bank;

    public ResetTests()
    {
        _bank.Capabilities = new Features(HasPaging: true, HasLogging: true);
        _bank.Reset();
    }

    [Fact]
    public void A_full_reset_gives_every_field_its_value_and_keeps_the_capabilities()
    {
        _bank.Control = MixedControl.FromRaw(0);
        _bank.SetOnce(1, 0);
        _bank.Reset();
        Assert.Equal((0b1010, 0xA5, 0b0110, 0xF, 0b101), (_bank.Control.Mode, _bank.Control.Pending, _bank.Control.Toggle, _bank.Control.Count, _bank.Control.Version));
        Assert.Equal((0x77L, 0x77L), (_bank.GetOnce(0), _bank.GetOnce(1)));
        Assert.Equal(unchecked((short)0xBEEF), _bank.GetDense(49));
        Assert.Equal(new Features(HasPaging: true, HasLogging: true), _bank.Capabilities);
    }

    [Fact]
    public void Reserved_bits_that_must_be_one_are_one_after_reset() => Assert.True(_bank.Ones.TryValidate(out _));

    [Fact]
    public void A_named_reset_leaves_fields_without_a_value_for_it()
    {
        _bank.Control = _bank.Control with { Mode = 3, Pending = 0, Toggle = 0 };
        _bank.ResetWarm();
        Assert.Equal((3, 0x81, 0, 0x2AAA), (_bank.Control.Mode, _bank.Control.Pending, _bank.Control.Toggle, _bank.Control.Split));
        _bank.ResetCold();
        Assert.Equal((3, 0x81, 0b1001, 0x2AAA), (_bank.Control.Mode, _bank.Control.Pending, _bank.Control.Toggle, _bank.Control.Split));
    }

    [Fact]
    public void What_was_written_once_can_be_written_again_after_a_reset_that_concerns_it()
    {
        Span<byte> ones = [0xFF, 0xFF, 0xFF, 0xFF];
        Span<byte> zeros = [0, 0, 0, 0];
        Assert.Equal(AccessResult.Done, _bank.Write(0x02, ones[..1]));
        Assert.Equal(AccessResult.Done, _bank.Write(0x02, zeros[..1]));
        Assert.Equal(0x3F, _bank.Control.Split);
        _bank.ResetCold();
        Assert.Equal(AccessResult.Done, _bank.Write(0x02, zeros[..1]));
        Assert.Equal(0x3F, _bank.Control.Split);
        _bank.ResetWarm();
        Assert.Equal(AccessResult.Done, _bank.Write(0x02, zeros[..1]));
        Assert.Equal(0x2A80, _bank.Control.Split);
    }

    [Fact]
    public void A_named_reset_leaves_a_field_locked_that_has_no_value_for_it()
    {
        Assert.Equal(AccessResult.Done, _bank.Write(0x00, BitConverter.GetBytes(new MixedControl { Once = 0b1001 }.ToRaw())));
        _bank.ResetWarm();
        Assert.Equal(AccessResult.Done, _bank.Write(0x00, new byte[8]));
        Assert.Equal(0b1001, _bank.Control.Once);
    }

    [Fact]
    public void A_reset_drops_a_half_that_waits()
    {
        Assert.Equal(AccessResult.Done, _bank.Write(0x10, [0x0A, 0, 0, 0]));
        _bank.Reset();
        Assert.Equal(AccessResult.Done, _bank.Write(0x14, [0, 0, 0, 0]));
        Assert.Equal(0b1010, _bank.Committed.Mode);
        Assert.False(_bank.Committed.Lock);
    }
}
