using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Tests.Formats;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class DeviceTableEntryVectorTests
{
    [Fact]
    public void Blocked_entries_keep_what_firmware_asks_for_as_those_of_Linux_do()
    {
        foreach (Vector vector in VectorFile.Read("dte", "make_clear_dte_mainline", 37))
        {
            Expect(vector, DeviceTableEntries.KeepForeignFields(DeviceTableEntries.Blocked, Entry(vector, "ivhd_dte")));
        }
    }

    [Fact]
    public void Entries_for_host_tables_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("dte", "set_dte_v1_mainline", 163))
        {
            DeviceTableEntry entry = DeviceTableEntries.ForHostTable(
                vector.Number("root_pa"),
                (int)vector.Number("mode"),
                Tracking(vector),
                new HostDomainId((int)vector.Number("domid")),
                vector.Flag("ats"));
            Expect(vector, DeviceTableEntries.KeepForeignFields(entry, Entry(vector, "ivhd_dte")));
        }
    }

    [Fact]
    public void Entries_for_guest_tables_of_the_host_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("dte", "set_dte_gcr3_mainline", 157))
        {
            DeviceTableEntry entry = DeviceTableEntries.ForGuestTables(Root(vector), new HostDomainId((int)vector.Number("domid")), vector.Flag("ats"));
            entry.PeripheralPageRequests = vector.Flag("ppr");
            Expect(vector, entry);
        }
    }

    // The older driver changes the entry that is there: of bits 127 to 64 it keeps all but the domain ID, the pieces of the guest CR3 table, and an IOTLB bit that is set.
    [Fact]
    public void Entries_that_an_older_Linux_changes_in_place_are_those_fields_changed()
    {
        foreach (Vector vector in VectorFile.Read("dte", "set_dte_entry_6_12", 336))
        {
            DeviceTableEntry before = Entry(vector, "prior");
            bool hasGuestTables = vector.Flag("gcr3_valid");
            DeviceTableEntry wanted = DeviceTableEntries.ForHostTable(
                vector.Number("mode") == 0 ? 0 : vector.Number("root_pa") | vector.Number("sme_mask"),
                (int)vector.Number("mode"),
                Tracking(vector),
                new HostDomainId(DomainIdAllocator.First),
                vector.Flag("ats"));

            // Linux gives 0 too, which no HostDomainId is; under SNP it takes that for no translation.
            wanted.DomainId = new DomainId((ushort)vector.Number(hasGuestTables ? "gcr3_domid" : "domid"));
            wanted.TranslationValid = !vector.Flag("snp") || wanted.DomainId.Value != 0;
            wanted.PeripheralPageRequests = vector.Flag("ppr");
            if (hasGuestTables)
            {
                DeviceTableEntries.SetGuestTables(ref wanted, Root(vector) with { Address = vector.Number("gcr3_pa") | vector.Number("sme_mask") });
            }

            byte[] bytes = new byte[DeviceTableEntry.SizeInBytes];
            byte[] changed = new byte[DeviceTableEntry.SizeInBytes];
            wanted.Write(bytes);
            before.DomainId = wanted.DomainId;
            before.IotlbEnabled |= wanted.IotlbEnabled;
            before.GuestCr3TableRoot = hasGuestTables ? wanted.GuestCr3TableRoot : before.GuestCr3TableRoot;
            before.GuestPagingMode = hasGuestTables ? wanted.GuestPagingMode : before.GuestPagingMode;
            before.Write(changed);
            bytes.AsSpan(0, 8).CopyTo(changed);
            vector.Expect(Convert.ToHexString(vector.Bytes), Convert.ToHexString(changed), "entry");
        }
    }

    [Fact]
    public void Entries_that_an_older_Linux_clears_keep_the_settings_of_the_device()
    {
        foreach (Vector vector in VectorFile.Read("dte", "clear_dte_entry_6_12", 41))
        {
            DeviceTableEntry prior = Entry(vector, "prior");
            DeviceTableEntry cleared = new()
            {
                IsValid = true,
                TranslationValid = !vector.Flag("snp"),
                IotlbEnabled = prior.IotlbEnabled,
                SuppressEvents = prior.SuppressEvents,
                SuppressAllEvents = prior.SuppressAllEvents,
                IoControl = prior.IoControl,
                CacheHint = prior.CacheHint,
                SnoopDisable = prior.SnoopDisable,
                AllowExclusion = prior.AllowExclusion,
                SystemManagement = prior.SystemManagement,
            };
            byte[] bytes = new byte[DeviceTableEntry.SizeInBytes];
            cleared.Write(bytes);
            Convert.FromHexString(vector.Text("prior")).AsSpan(16).CopyTo(bytes.AsSpan(16));
            vector.Expect(Convert.ToHexString(vector.Bytes), Convert.ToHexString(bytes), "entry");
        }
    }

    [Fact]
    public void Interrupt_tables_go_into_the_entry_that_is_there()
    {
        foreach (Vector vector in VectorFile.Read("dte", "set_dte_irq_entry_6_12", 54))
        {
            DeviceTableEntry entry = Entry(vector, "prior");
            entry.InterruptMapValid = true;
            entry.InterruptTableLength = (InterruptTableLength)vector.Number("inttablen");
            entry.InterruptTableRoot = vector.Number("irt_pa");
            entry.InterruptControl = (InterruptControl)vector.Number("intctl");
            Expect(vector, entry);
        }
    }

    private static HostAccessDirtyMode Tracking(Vector vector) => vector.Flag("dirty") ? HostAccessDirtyMode.AccessedAndDirty : HostAccessDirtyMode.None;

    private static GuestTableRoot Root(Vector vector) => new(
        vector.Number("gcr3_pa"),
        (GuestCr3TableLevels)vector.Number("glx"),
        vector.Number("gpt_level") == 5 ? GuestPagingMode.FiveLevels : GuestPagingMode.FourLevels,
        vector.Flag("v2"));

    private static DeviceTableEntry Entry(Vector vector, string argument) => DeviceTableEntry.Read(Convert.FromHexString(vector.Text(argument)));

    private static void Expect(Vector vector, DeviceTableEntry entry)
    {
        byte[] bytes = new byte[DeviceTableEntry.SizeInBytes];
        entry.Write(bytes);
        vector.Expect(Convert.ToHexString(vector.Bytes), Convert.ToHexString(bytes), "entry");
    }
}
