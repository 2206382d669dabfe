using System.Text.Json;
using DeclIommu.Formats;
using DeclIommu.Layouts;

namespace DeclIommu.Tests.Formats;

public sealed class PageTableVectorTests
{
    [Fact]
    public void Host_pages_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("pte", "v1_leaf", 636))
        {
            PageRange page = PageRange.Covering(vector.Number("pa"), vector.Number("pgsize"));
            bool isSized = (page.Log2Size - 12) % 9 != 0;
            ulong encryption = vector.Number("sme_mask");
            var built = new HostPageTableEntry
            {
                IsPresent = true,
                NextLevel = isSized ? HostPageTableEntry.SizedPage : HostPageTableEntry.Page,
                ForceCoherent = (vector.Raw64 & (1UL << 60)) != 0,
                ReadAllowed = vector.Flag("ir"),
                WriteAllowed = vector.Flag("iw"),
                Address = page.Start,
            };
            if (isSized)
            {
                built.Range = page;
            }

            built.Address |= encryption;
            var read = HostPageTableEntry.Read(vector.Bytes);
            vector.Expect(vector.Raw64.ToString("X16"), built.ToRaw().ToString("X16"), "entry");
            Assert.True(read.TryValidate(out LayoutFault fault), $"{vector.Place}: {fault}");
            vector.Expect(true, read.IsPresent, "IsPresent");
            vector.Expect((false, false), (read.Accessed, read.Dirty), "Accessed, Dirty");
            vector.Expect(isSized ? 7 : 0, read.NextLevel, "NextLevel");
            vector.Expect((vector.Flag("ir"), vector.Flag("iw")), (read.ReadAllowed, read.WriteAllowed), "ReadAllowed, WriteAllowed");
            read.Address &= ~encryption;
            vector.Expect(page.Start, isSized ? read.Range.Start : read.Address, "start");
            vector.Expect(isSized ? page.Log2Size : 12, isSized ? read.Range.Log2Size : 12, "size");
        }
    }

    [Fact]
    public void Host_page_directories_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("pte", "v1_pde", 154))
        {
            var built = new HostPageDirectoryEntry
            {
                IsPresent = true,
                NextLevel = (byte)vector.Number("next_level"),
                Address = vector.Number("table_pa"),
                ReadAllowed = true,
                WriteAllowed = true,
            };
            var read = HostPageDirectoryEntry.Read(vector.Bytes);
            vector.Expect(vector.Raw64.ToString("X16"), built.ToRaw().ToString("X16"), "entry");
            Assert.True(read.TryValidate(out LayoutFault fault), $"{vector.Place}: {fault}");
            vector.Expect(built, read, "fields");
            vector.Expect(vector.Number("table_pa"), HostPageTableEntry.Read(vector.Bytes).Address, "address, read as any entry");
            vector.Expect(vector.Number("next_level"), HostPageTableEntry.Read(vector.Bytes).NextLevel, "level, read as any entry");
        }
    }

    [Fact]
    public void The_size_of_a_sized_host_page_is_the_one_that_Linux_reads()
    {
        foreach (Vector vector in VectorFile.Read("pte", "v1_mode7_size_decode", 132))
        {
            PageRange range = HostPageTableEntry.FromRaw(vector.Number("pte")).Range;
            vector.Expect(vector.Raw64, range.Last - range.Start + 1, "size");
        }
    }

    [Fact]
    public void Guest_pages_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("pte", "v2_leaf", 183))
        {
            // Linux presets accessed and dirty; a version 2 entry cannot forbid reads.
            var built = new GuestPageTableEntry
            {
                IsPresent = true,
                IsWritable = vector.Flag("iw"),
                IsUser = true,
                Accessed = true,
                Dirty = true,
                IsLargePage = vector.Number("pgsize") > 0x1000,
                Address = vector.Number("pa"),
            };
            var read = GuestPageTableEntry.Read(vector.Bytes);
            vector.Expect(vector.Raw64.ToString("X16"), built.ToRaw().ToString("X16"), "entry");
            Assert.True(read.TryValidate(out LayoutFault fault), $"{vector.Place}: {fault}");
            vector.Expect(built, read, "fields");
            vector.Expect(vector.Number("pa"), read.Address, "Address");
            vector.Expect(vector.Flag("iw"), read.IsWritable, "IsWritable");
            vector.Expect(vector.Number("pgsize") > 0x1000, read.IsLargePage, "IsLargePage");
        }
    }

    [Fact]
    public void Guest_page_directories_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("pte", "v2_table", 70))
        {
            var built = new GuestPageTableEntry { IsPresent = true, IsWritable = true, IsUser = true, Accessed = true, Address = vector.Number("table_pa") };
            var read = GuestPageTableEntry.Read(vector.Bytes);
            vector.Expect(vector.Raw64.ToString("X16"), built.ToRaw().ToString("X16"), "entry");
            Assert.True(read.TryValidate(out LayoutFault fault), $"{vector.Place}: {fault}");
            vector.Expect(vector.Number("table_pa"), read.Address, "Address");
            vector.Expect(false, read.IsLargePage, "IsLargePage");
        }
    }

    [Fact]
    public void Guest_CR3_tables_are_those_that_Linux_builds()
    {
        foreach (Vector vector in VectorFile.Read("pte", "gcr3_entry", 137))
        {
            int level = (int)vector.Number("glx");
            ulong next = 0;
            foreach (JsonElement table in vector.Line.GetProperty("tables").EnumerateArray())
            {
                vector.Expect((ulong)((long)vector.Number("pasid") >> (9 * level) & 0x1FF), Vector.NumberOf(table[1]), "index");
                vector.Expect(next == 0 ? Vector.NumberOf(table[0]) : next, Vector.NumberOf(table[0]), "table");
                var read = GuestCr3TableEntry.Read(Convert.FromHexString(table[3].GetString()!));
                vector.Expect(true, read.IsValid, "IsValid");
                Assert.True(read.TryValidate(out LayoutFault fault), $"{vector.Place}: {fault}");
                next = read.Address;
                level--;
            }

            var leaf = new GuestCr3TableEntry { IsValid = true, Address = vector.Number("gcr3") & ~0xFFFUL };
            vector.Expect(vector.Raw64.ToString("X16"), leaf.ToRaw().ToString("X16"), "entry");
            vector.Expect(leaf, GuestCr3TableEntry.Read(vector.Bytes), "fields");
        }
    }

    [Fact]
    public void As_many_levels_of_guest_CR3_tables_as_Linux_takes_hold_the_PASIDs()
    {
        foreach (Vector vector in VectorFile.Read("pte", "gcr3_levels", 30))
        {
            GuestCr3TableLevels levels = Enum.GetValues<GuestCr3TableLevels>().First(candidate => vector.Number("pasids") <= Math.Pow(512, (int)candidate + 1));
            vector.Expect((GuestCr3TableLevels)vector.Raw32, levels, "levels");
        }
    }
}
