using DeclIommu.Formats;

namespace DeclIommu.Tests.Formats;

public sealed class EventVectorTests
{
    [Fact]
    public void Events_hold_what_Linux_prints_of_them()
    {
        foreach (Vector vector in VectorFile.Read("events", "event_decode", 396))
        {
            EventFields.Check(vector, vector.Arguments);
        }
    }

    [Fact]
    public void Events_that_QEMU_writes_hold_what_Linux_prints_of_them()
    {
        foreach (Vector vector in VectorFile.Read("events", "event_qemu_encode", 194))
        {
            EventFields.Check(vector, vector.Arguments.GetProperty("kernel_decode"));
        }
    }

    [Fact]
    public void An_event_that_no_one_has_written_yet_has_no_code()
    {
        var entry = EventLogEntry.Read(new byte[EventLogEntry.SizeInBytes]);

        Assert.Equal(0, (int)entry.Code);
        Assert.False(entry.TryAs(out IllegalDeviceTableEntryEvent _));
    }

    [Fact]
    public void A_page_fault_with_a_PASID_gives_both_its_pieces()
    {
        var fault = new IoPageFaultEvent { IsGuest = true, Pasid = new Pasid(0xABCDE) };

        Assert.Equal(((UInt128)0x2001_BCDE_000A_0000).ToString("X"), fault.ToRaw().ToString("X"));
        Assert.Equal(new Pasid(0xABCDE), fault.Pasid);
    }

    [Fact]
    public void A_PASID_of_more_than_20_bits_does_not_fit_a_page_fault()
    {
        var fault = new IoPageFaultEvent { DomainId = new DomainId(7) };
        IoPageFaultEvent before = fault;

        Assert.Throws<ArgumentOutOfRangeException>(() => fault.Pasid = new Pasid(0x100000));
        Assert.Equal(before, fault);
    }
}
