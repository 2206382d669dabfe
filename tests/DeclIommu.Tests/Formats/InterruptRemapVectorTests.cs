using DeclIommu.Formats;
using DeclIommu.Layouts;

namespace DeclIommu.Tests.Formats;

public sealed class InterruptRemapVectorTests
{
    [Fact]
    public void Entries_of_4_bytes_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("irte", "irte32_prepare", 168))
        {
            // An APIC ID has 8 bits here; Linux cuts longer ones.
            var built = new InterruptRemapEntry32
            {
                IsEnabled = true,
                InterruptType = (InterruptType)vector.Number("int_type"),
                IsLogicalDestination = vector.Flag("dm"),
                Destination = (byte)vector.Number("dest"),
                Vector = (byte)vector.Number("vector"),
            };
            var read = InterruptRemapEntry32.Read(vector.Bytes);
            vector.Expect(vector.Raw32.ToString("X8"), built.ToRaw().ToString("X8"), "entry");
            vector.Expect(vector.Number("int_type"), (ulong)read.InterruptType, "InterruptType");
            vector.Expect(vector.Flag("dm"), read.IsLogicalDestination, "IsLogicalDestination");
            vector.Expect(vector.Number("dest") & 0xFF, read.Destination, "Destination");
            vector.Expect(vector.Number("vector"), read.Vector, "Vector");
            vector.Expect((true, false, false, false), (read.IsEnabled, read.SuppressPageFaults, read.RequestEndOfInterrupt, read.GuestMode), "flags");
            ExpectValidUnlessReserved(vector, read.TryValidate(out LayoutFault fault), fault);
        }
    }

    [Fact]
    public void Entries_of_16_bytes_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("irte", "irte128_prepare", 171))
        {
            var built = new RemappedInterruptEntry
            {
                IsEnabled = true,
                InterruptType = (InterruptType)vector.Number("int_type"),
                IsLogicalDestination = vector.Flag("dm"),
                Destination = (uint)vector.Number("dest"),
                Vector = (byte)vector.Number("vector"),
            };
            Assert.True(InterruptRemapEntry.Read(vector.Bytes).TryAs(out RemappedInterruptEntry read), vector.Place);
            vector.Expect(vector.Raw128.ToString("X32"), built.ToRaw().ToString("X32"), "entry");
            vector.Expect(vector.Number("int_type"), (ulong)read.InterruptType, "InterruptType");
            vector.Expect(vector.Flag("dm"), read.IsLogicalDestination, "IsLogicalDestination");
            vector.Expect(vector.Number("dest"), read.Destination, "Destination");
            vector.Expect(vector.Number("vector"), read.Vector, "Vector");
            ExpectValidUnlessReserved(vector, read.TryValidate(out LayoutFault fault), fault);
        }
    }

    [Fact]
    public void A_new_affinity_changes_vector_and_destination_only()
    {
        foreach (Vector vector in VectorFile.Read("irte", "irte128_set_affinity", 169))
        {
            RemappedInterruptEntry built = RemappedInterruptEntry.Read(Convert.FromHexString(vector.Text("prior")));
            built.Vector = (byte)vector.Number("vector");
            built.Destination = (uint)vector.Number("dest");
            vector.Expect(vector.Raw128.ToString("X32"), built.ToRaw().ToString("X32"), "entry");
            var read = RemappedInterruptEntry.Read(vector.Bytes);
            vector.Expect(vector.Number("dest"), read.Destination, "Destination");
            vector.Expect(vector.Number("vector"), read.Vector, "Vector");
        }
    }

    [Fact]
    public void Entries_for_virtual_APICs_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("irte", "irte128_vapic", 175))
        {
            // Linux keeps only the valid bit of the prior entry and asks for the log interrupt.
            var built = new VirtualApicInterruptEntry
            {
                IsEnabled = RemappedInterruptEntry.Read(Convert.FromHexString(vector.Text("prior"))).IsEnabled,
                LogInterrupt = true,
                Tag = (uint)vector.Number("ga_tag"),
                Vector = (byte)vector.Number("ga_vector"),
                VirtualApicRoot = vector.Number("ga_root_pa"),
            };
            Assert.True(InterruptRemapEntry.Read(vector.Bytes).TryAs(out VirtualApicInterruptEntry read), vector.Place);
            vector.Expect(vector.Raw128.ToString("X32"), built.ToRaw().ToString("X32"), "entry");
            vector.Expect(vector.Number("ga_tag"), read.Tag, "Tag");
            vector.Expect(vector.Number("ga_vector"), read.Vector, "Vector");
            vector.Expect(vector.Number("ga_root_pa"), read.VirtualApicRoot, "VirtualApicRoot");
            Assert.True(read.TryValidate(out LayoutFault fault), $"{vector.Place}: {fault}");
        }
    }

    private static void ExpectValidUnlessReserved(Vector vector, bool isValid, LayoutFault fault)
    {
        bool isReserved = vector.Number("int_type") is 5 or 6;
        vector.Expect(!isReserved, isValid, fault.ToString());
        vector.Expect(isReserved ? nameof(InterruptRemapEntry32.InterruptType) : null, fault.Field, "field at fault");
    }
}
