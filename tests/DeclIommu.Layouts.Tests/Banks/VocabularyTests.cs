namespace DeclIommu.Layouts.Tests.Banks;

public sealed class VocabularyTests
{
    private VocabularyBank _bank;

    public VocabularyTests() => _bank.Reset();

    [Fact]
    public void A_single_pulse_starts_something_and_reads_as_zero()
    {
        Write(0, 0xF1);
        Assert.True(_bank.Status.Busy);
        Assert.False(_bank.Control.Start);
        Assert.Equal(0u, Read(0) & 1);
    }

    [Fact]
    public void A_written_zero_inverts_its_bit_and_a_one_does_not()
    {
        Write(0, 0xC0);
        Assert.Equal(0x3, _bank.Control.Parity);
        Write(0, 0x50);
        Assert.Equal(0x9, _bank.Control.Parity);
        Write(0, 0xF0);
        Assert.Equal(0x9, _bank.Control.Parity);
        Assert.Equal(AccessResult.BadWidth, _bank.Write(0, [0]));
    }

    [Fact]
    public void What_the_hardware_owns_is_not_written_by_software()
    {
        Write(4, 1);
        Assert.False(_bank.Status.Busy);
        _bank.Status = _bank.Status with { Busy = true };
        Write(4, 0);
        Assert.Equal(1u, Read(4) & 1);
    }

    [Fact]
    public void A_sticky_bit_stays_until_software_clears_it_and_the_event_is_over()
    {
        _bank.Status = _bank.Status with { Event = true };
        _bank.IsUnderway = true;
        Write(4, 2);
        Assert.True(_bank.Status.Event);
        _bank.IsUnderway = false;
        Write(4, 2);
        Assert.False(_bank.Status.Event);
    }

    [Fact]
    public void A_field_without_a_value_for_a_warm_reset_is_kept_by_it()
    {
        _bank.Status = new VocabularyStatus { Busy = true, Event = true, Cause = 5 };
        _bank.ResetWarm();
        Assert.Equal(new VocabularyStatus { Cause = 5 }, _bank.Status);
        _bank.Reset();
        Assert.Equal(new VocabularyStatus { Cause = 8 }, _bank.Status);
    }

    private void Write(ulong offset, uint value) => Assert.Equal(AccessResult.Done, _bank.Write(offset, BitConverter.GetBytes(value)));

    private uint Read(ulong offset)
    {
        byte[] bytes = new byte[4];
        Assert.Equal(AccessResult.Done, _bank.Read(offset, bytes));
        return BitConverter.ToUInt32(bytes);
    }
}
