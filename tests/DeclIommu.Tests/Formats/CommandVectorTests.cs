using DeclIommu.Formats;
using DeclIommu.Layouts;

namespace DeclIommu.Tests.Formats;

public sealed class CommandVectorTests
{
    [Fact]
    public void Completion_waits_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("commands", "completion_wait", 158, inSpecOnly: true))
        {
            var built = new CompletionWait
            {
                Store = vector.Flag("s"),
                Interrupt = vector.Flag("i"),
                FlushQueue = vector.Flag("f"),
                StoreAddress = vector.Number("store_pa"),
                StoreData = vector.Number("data"),
            };
            Assert.True(Command.FromRaw(vector.Raw128).TryAs(out CompletionWait read), vector.Place);
            Check(vector, built.ToRaw(), read.TryValidate(out LayoutFault fault), fault);
            vector.Expect(vector.Flag("s"), read.Store, "Store");
            vector.Expect(vector.Flag("i"), read.Interrupt, "Interrupt");
            vector.Expect(vector.Flag("f"), read.FlushQueue, "FlushQueue");
            vector.Expect(vector.Number("store_pa"), read.StoreAddress, "StoreAddress");
            vector.Expect(vector.Number("data"), read.StoreData, "StoreData");
        }
    }

    [Fact]
    public void Device_table_entry_invalidations_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("commands", "invalidate_devtab_entry", 177, inSpecOnly: true))
        {
            var built = new InvalidateDeviceTableEntry { DeviceId = Device(vector) };
            Assert.True(Command.FromRaw(vector.Raw128).TryAs(out InvalidateDeviceTableEntry read), vector.Place);
            Check(vector, built.ToRaw(), read.TryValidate(out LayoutFault fault), fault);
            vector.Expect(vector.Number("devid"), read.DeviceId.Value, "DeviceId");
        }
    }

    [Fact]
    public void Interrupt_table_invalidations_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("commands", "invalidate_interrupt_table", 152, inSpecOnly: true))
        {
            var built = new InvalidateInterruptTable { DeviceId = Device(vector) };
            Assert.True(Command.FromRaw(vector.Raw128).TryAs(out InvalidateInterruptTable read), vector.Place);
            Check(vector, built.ToRaw(), read.TryValidate(out LayoutFault fault), fault);
            vector.Expect(vector.Number("devid"), read.DeviceId.Value, "DeviceId");
        }
    }

    [Fact]
    public void Page_invalidations_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("commands", "invalidate_iommu_pages", 206, inSpecOnly: true))
        {
            PageRange range = PageRange.Covering(vector.Number("address"), vector.Number("size"));
            var built = new InvalidateIommuPages
            {
                Pasid = PasidOf(vector),
                DomainId = new DomainId((ushort)vector.Number("domid")),
                IncludePageDirectories = vector.Flag("pde"),
                IsGuest = vector.Flag("gn"),
                Range = range,
            };
            Assert.True(Command.FromRaw(vector.Raw128).TryAs(out InvalidateIommuPages read), vector.Place);
            Check(vector, built.ToRaw(), read.TryValidate(out LayoutFault fault), fault);
            vector.Expect(PasidOf(vector), read.Pasid, "Pasid");
            vector.Expect(vector.Number("domid"), read.DomainId.Value, "DomainId");
            vector.Expect(vector.Flag("pde"), read.IncludePageDirectories, "IncludePageDirectories");
            vector.Expect(vector.Flag("gn"), read.IsGuest, "IsGuest");
            vector.Expect(range, read.Range, "Range");
        }
    }

    [Fact]
    public void Device_page_invalidations_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("commands", "invalidate_iotlb_pages", 198, inSpecOnly: true))
        {
            PageRange range = PageRange.Covering(vector.Number("address"), vector.Number("size"));
            var built = new InvalidateIotlbPages
            {
                DeviceId = Device(vector),
                MaxPending = (byte)vector.Number("qdep"),
                QueueId = (ushort)vector.Number("devid"),
                Pasid = PasidOf(vector),
                IsGuest = vector.Flag("gn"),
                Range = range,
            };
            Assert.True(Command.FromRaw(vector.Raw128).TryAs(out InvalidateIotlbPages read), vector.Place);
            Check(vector, built.ToRaw(), read.TryValidate(out LayoutFault fault), fault);
            vector.Expect(vector.Number("devid"), read.DeviceId.Value, "DeviceId");
            vector.Expect(vector.Number("qdep"), read.MaxPending, "MaxPending");
            vector.Expect(vector.Number("devid"), read.QueueId, "QueueId");
            vector.Expect(PasidOf(vector), read.Pasid, "Pasid");
            vector.Expect(vector.Flag("gn"), read.IsGuest, "IsGuest");
            vector.Expect(range, read.Range, "Range");
        }
    }

    [Fact]
    public void Page_request_completions_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("commands", "complete_ppr", 114, inSpecOnly: true))
        {
            var built = new CompletePeripheralPageRequest
            {
                DeviceId = Device(vector),
                Pasid = PasidOf(vector),
                IsGuest = vector.Flag("gn"),
                Tag = (ushort)vector.Number("tag"),
                Response = (PageRequestResponse)vector.Number("status"),
            };
            Assert.True(Command.FromRaw(vector.Raw128).TryAs(out CompletePeripheralPageRequest read), vector.Place);
            Check(vector, built.ToRaw(), read.TryValidate(out LayoutFault fault), fault);
            vector.Expect(vector.Number("devid"), read.DeviceId.Value, "DeviceId");
            vector.Expect(PasidOf(vector), read.Pasid, "Pasid");
            vector.Expect(vector.Flag("gn"), read.IsGuest, "IsGuest");
            vector.Expect(vector.Number("tag"), read.Tag, "Tag");
            vector.Expect((PageRequestResponse)vector.Number("status"), read.Response, "Response");
        }
    }

    [Fact]
    public void Range_addresses_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("commands", "inv_address", 197, inSpecOnly: true))
        {
            PageRange range = PageRange.Covering(vector.Number("address"), vector.Number("size"));
            vector.Expect(vector.Raw64, range.Address | (range.IsRange ? 1UL : 0UL), "address and S");
            vector.Expect(range, PageRange.Decode(vector.Raw64, (vector.Raw64 & 1) != 0), "decoded");
        }
    }

    [Fact]
    public void The_commands_of_a_flush_name_exactly_the_pieces_that_it_was_split_into()
    {
        foreach (Vector vector in VectorFile.Read("flush_split", "domain_flush_pages", 431))
        {
            int offset = 0;
            foreach (System.Text.Json.JsonElement piece in vector.Line.GetProperty("flushes").EnumerateArray())
            {
                var read = InvalidateIommuPages.Read(vector.Bytes.AsSpan(offset));
                vector.Expect(PageRange.Covering(Vector.NumberOf(piece[0]), Vector.NumberOf(piece[1])), read.Range, $"piece at {offset}");
                vector.Expect(vector.Number("domid"), read.DomainId.Value, "DomainId");
                offset += InvalidateIommuPages.SizeInBytes;
            }

            vector.Expect(vector.Bytes.Length, offset, "bytes of all pieces");
        }
    }

    private static DeviceId Device(Vector vector) => new((ushort)vector.Number("devid"));

    // Linux leaves the PASID out where GN is clear.
    private static Pasid PasidOf(Vector vector) => new(vector.Flag("gn") ? (uint)vector.Number("pasid") : 0);

    private static void Check(Vector vector, UInt128 built, bool isValid, LayoutFault fault)
    {
        vector.Expect(vector.Raw128.ToString("X32"), built.ToString("X32"), "bytes");
        Assert.True(isValid, $"{vector.Place}: {fault}");
    }
}
