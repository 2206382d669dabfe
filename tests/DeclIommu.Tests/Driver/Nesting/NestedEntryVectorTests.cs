using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Tests.Formats;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class NestedEntryVectorTests
{
    [Fact]
    public void Entries_and_verdicts_are_those_of_Linux()
    {
        int composed = 0;
        foreach (Vector vector in VectorFile.Read("dte", "set_dte_nested_mainline", 335))
        {
            DeviceTableEntry guestEntry = DeviceTableEntry.Read(Convert.FromHexString(vector.Text("gdte")));
            ExtendedFeatureRegister features = new()
            {
                GuestPageTableLevels = vector.Number("host_gpt_level") == 5 ? GuestPageTableLevels.Five : GuestPageTableLevels.Four,
                GuestCr3TableLevels = GuestCr3TableLevels.Three,
            };
            int verdict = vector.Arguments.GetProperty("gdte_valid_errno").GetInt32();
            vector.Expect(verdict, Verdict(guestEntry, features), "verdict");
            if (verdict != 0)
            {
                continue;
            }

            DeviceTableEntry parentEntry = new()
            {
                IsValid = true,
                TranslationValid = true,
                Mode = (PagingMode)vector.Number("parent_mode"),
                HostPageTableRoot = vector.Number("parent_root_pa"),
                HostAccessDirty = vector.Flag("parent_dirty") ? HostAccessDirtyMode.AccessedAndDirty : HostAccessDirtyMode.None,
                ReadAllowed = true,
                WriteAllowed = true,
                IotlbEnabled = vector.Flag("ats"),
            };
            byte[] bytes = new byte[DeviceTableEntry.SizeInBytes];
            DeviceTableEntries.Nested(parentEntry, guestEntry, new HostDomainId((int)vector.Number("hdomid"))).Write(bytes);
            vector.Expect(Convert.ToHexString(vector.Bytes), Convert.ToHexString(bytes), "entry");
            composed++;
        }

        Assert.Equal(116, composed);
    }

    private static int Verdict(DeviceTableEntry entry, ExtendedFeatureRegister features)
    {
        try
        {
            GuestEntryRules.Check(entry, []);
            GuestEntryRules.CheckLevels(entry, "host", features);
            return 0;
        }
        catch (GuestEntryRefusedException refusal)
        {
            return refusal.Fault == GuestEntryFault.TooManyLevels ? -95 : -22;
        }
    }
}
