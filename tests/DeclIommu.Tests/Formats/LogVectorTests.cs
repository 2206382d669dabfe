using DeclIommu.Formats;

namespace DeclIommu.Tests.Formats;

public sealed class LogVectorTests
{
    [Fact]
    public void Page_requests_hold_what_Linux_reads()
    {
        foreach (Vector vector in VectorFile.Read("logs", "ppr_decode", 139))
        {
            var read = PageRequestLogEntry.Read(vector.Bytes);
            vector.Expect(vector.Number("type"), read.Type, "Type");
            vector.Expect(vector.Number("devid"), read.DeviceId.Value, "DeviceId");
            vector.Expect(vector.Number("pasid"), read.Pasid.Value, "Pasid");
            vector.Expect(vector.Number("tag"), read.Tag, "Tag");
            vector.Expect(vector.Number("address") & ~0xFFFUL, read.Address, "Address");
            ulong flags = vector.Number("flags");
            vector.Expect(
                (Set(flags, 1), Set(flags, 2), Set(flags, 5), Set(flags, 6), Set(flags, 7), Set(flags, 8)),
                (read.IsExecute, read.IsRead, read.IsWrite, read.IsUser, read.ReservedBitSet, read.IsGuest),
                "flags");
            vector.Expect(vector.Raw128, read.ToRaw(), "bits");
        }
    }

    [Fact]
    public void Page_requests_are_written_as_Linux_reads_them()
    {
        foreach (Vector vector in VectorFile.Read("logs", "ppr_decode", 139))
        {
            ulong flags = vector.Number("flags");
            var built = new PageRequestLogEntry
            {
                Type = (byte)vector.Number("type"),
                DeviceId = new DeviceId((ushort)vector.Number("devid")),
                Pasid = new Pasid((uint)vector.Number("pasid")),
                Tag = (ushort)vector.Number("tag"),
                Address = vector.Number("address") & ~0xFFFUL,
                IsExecute = Set(flags, 1),
                IsRead = Set(flags, 2),
                IsWrite = Set(flags, 5),
                IsUser = Set(flags, 6),
                ReservedBitSet = Set(flags, 7),
                IsGuest = Set(flags, 8),
            };

            // Bits [75:64], [59:57], [52:51], [48] and [47:46] have no name.
            UInt128 named = ~(((UInt128)0xFFF << 64) | 0x0E19_C000_0000_0000);
            vector.Expect((vector.Raw128 & named).ToString("X32"), built.ToRaw().ToString("X32"), "bits");
        }
    }

    [Fact]
    public void Guest_virtual_APIC_log_entries_hold_what_Linux_reads()
    {
        foreach (Vector vector in VectorFile.Read("logs", "ga_log_decode", 64))
        {
            var read = GuestVirtualApicLogEntry.Read(vector.Bytes);
            vector.Expect(vector.Number("type"), read.Type, "Type");
            vector.Expect(vector.Number("devid"), read.DeviceId.Value, "DeviceId");
            vector.Expect(vector.Number("ga_tag"), read.Tag, "Tag");
            var built = new GuestVirtualApicLogEntry { Type = read.Type, DeviceId = read.DeviceId, Tag = read.Tag };
            vector.Expect(vector.Raw64 & ~0x0FFF_0000_0000_0000UL, built.ToRaw(), "bits");
        }
    }

    private static bool Set(ulong flags, int bit) => (flags >> bit & 1) != 0;
}
