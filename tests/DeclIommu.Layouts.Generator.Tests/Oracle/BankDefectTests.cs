using DeclIommu.Layouts.Generator.Tests.Support;
using DeclIommu.Layouts.Testing;

namespace DeclIommu.Layouts.Generator.Tests.Oracle;

/// <summary>What is wrong with a generated bank is found: each row plants one defect, and names the member that the check must point at.</summary>
public sealed class BankDefectTests
{
    private const string Declared = """
        public readonly record struct Features(bool HasCompare);

        [Layout(32)]
        [Reserved(31, 31, ReservedBits.MustBeOne)]
        public partial struct Status
        {
            [Bit(0)]
            public partial bool Lock { readonly get; set; }

            [Bits(7, 1), Access(Access.WriteOneToClear), Reset(5)]
            public partial byte Pending { readonly get; set; }

            [Bits(15, 8), LockedBy(nameof(Lock)), Reset(0x11), Reset(0x22, Kind = "Warm")]
            public partial byte Level { readonly get; set; }

            [Bits(23, 16), Access(Access.WriteOnce)]
            public partial byte Once { readonly get; set; }

            [Bits(27, 24), Access(Access.ReadClears)]
            public partial byte Events { readonly get; set; }
        }

        [RegisterBank(0x40, Capabilities = typeof(Features))]
        public partial struct Device
        {
            [Register(0x00)]
            public partial Status Status { readonly get; set; }

            [Register(0x04), Access(Access.WriteOneToClear)]
            public partial uint Faults { readonly get; set; }

            [Register(0x08), HalfAccess(HalfAccess.CommitOnHigh)]
            public partial ulong Base { readonly get; set; }

            [Register(0x10), HalfAccess(HalfAccess.SnapshotOnLow), Access(Access.ReadOnly)]
            public partial ulong Timer { readonly get; set; }

            [Register(0x18), AvailableWhen(nameof(Features.HasCompare))]
            public partial uint Compare { readonly get; set; }

            [Register(0x20), Repeat(4, 4)]
            public readonly partial uint GetVector(int index);

            public partial void SetVector(int index, uint value);
        }
        """;

    private const string Read = "public AccessResult Read(ulong offset, Span<byte> destination) { ";

    private const string Write = "public AccessResult Write(ulong offset, ReadOnlySpan<byte> source) { ";

    private const string Written = Write + "AccessResult result = WriteRight(offset, source); Status status = Status; ";

    public static TheoryData<string, string, string> Defects => new()
    {
        // Results.
        { "Read", Read + "AccessResult result = ReadRight(offset, destination); return result == AccessResult.Unmapped ? AccessResult.Done : result; }", "Read" },
        { "Read", Read + "if (offset == 0x18 && !Capabilities.HasCompare) { destination.Clear(); return AccessResult.Done; } return ReadRight(offset, destination); }", "Read" },
        { "Write", Write + "return source.Length == 3 ? AccessResult.Done : WriteRight(offset, source); }", "Write" },
        { "Write", Write + "return offset > ulong.MaxValue - 8 ? AccessResult.Done : WriteRight(offset, source); }", "Write" },

        // Bytes that a reader sees.
        { "Read", Read + "AccessResult result = ReadRight(offset, destination); if (result != AccessResult.Done) destination.Clear(); return result; }", "Read" },
        { "Read", Read + "AccessResult result = ReadRight(offset, destination); if (offset == 3 && destination.Length == 1) destination[0] = 0; return result; }", "Read" },
        { "Read", Read + "if (offset != 0x14 || destination.Length != 4) return ReadRight(offset, destination); System.Runtime.InteropServices.MemoryMarshal.Write(destination, (uint)(Timer >> 32)); return AccessResult.Done; }", "Read" },

        // What an access leaves behind, in its own lanes and in others: the widened write is how other frameworks lose events.
        { "Read", Read + "Device copy = this; return copy.ReadRight(offset, destination); }", "Device" },
        { "Write", Write + "Span<byte> all = stackalloc byte[8]; ulong window = offset & ~7UL; if (source.Length != 4 || offset % 4 != 0 || Read(window, all) != AccessResult.Done) return WriteRight(offset, source); source.CopyTo(all.Slice((int)(offset - window))); return WriteRight(window, all); }", "Device" },
        { "Write", Write + "return WriteRight(source.Length == 4 ? offset & ~3UL : offset, source); }", "Device" },
        { "Write", Written + "if (offset == 2 && source.Length == 1) { status.Once = source[0]; Status = status; } return result; }", "Status" },
        { "Write", Written + "if (offset == 1 && source.Length == 1) { status.Level = source[0]; Status = status; } return result; }", "Status" },
        { "Write", Written + "if (offset == 0 && source.Length == 1) { status.Pending = 0; Status = status; } return result; }", "Status" },
        { "Write", Written + "if (offset == 8 && source.Length == 4) Base = (Base & 0xFFFF_FFFF_0000_0000) | System.Runtime.InteropServices.MemoryMarshal.Read<uint>(source); return result; }", "Base" },
        { "Write", Written + "if (offset == 0x24 && source.Length == 1) SetVector(2, 0); return result; }", "Vector" },
        { "Write", Written + "if (offset == 0x10 && source.Length == 8) Timer = 0; return result; }", "Timer" },

        // Resets, and the device's own view.
        { "Reset", "public void Reset() { uint kept = Faults; ResetRight(); Faults = kept; }", "Faults" },
        { "Reset", "public void Reset() { ResetRight(); Status status = Status; status.Pending = 0; Status = status; }", "Status" },
        { "ResetWarm", "public void ResetWarm() => Reset();", "Device" },
        { "ResetWarm", "public void ResetWarm() { }", "Status" },
        { "Status", "public partial Status Status { readonly get => StatusRight; set { value.Once = StatusRight.Once; StatusRight = value; } }", "Status" },
        { "GetVector", "public readonly partial uint GetVector(int index) => GetVectorRight(index ^ 1);", "Vector" },
    };

    [Fact]
    public void Without_a_defect_nothing_is_found() => PlantedDefect.Run(Declared, "Device", string.Empty, string.Empty, static type => Assert.Empty(BankCheck.Run(type).NotCompared));

    [Theory]
    [MemberData(nameof(Defects))]
    public void A_planted_defect_is_found_and_placed(string member, string wrong, string place) =>
        PlantedDefect.Run(Declared, "Device", member, wrong, type => Assert.Contains(place, Assert.Throws<LayoutCheckException>(() => BankCheck.Run(type)).Place, StringComparison.Ordinal));
}
