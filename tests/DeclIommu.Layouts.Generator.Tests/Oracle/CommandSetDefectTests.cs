using DeclIommu.Layouts.Generator.Tests.Support;
using DeclIommu.Layouts.Testing;

namespace DeclIommu.Layouts.Generator.Tests.Oracle;

/// <summary>What is wrong with a generated command set is found: each row plants one defect.</summary>
public sealed class CommandSetDefectTests
{
    private const string Dispatch = "public static void Dispatch<THandler>(ReadOnlySpan<byte> source, ref THandler handler) where THandler : ICommandHandler";

    private const string TryDispatch = "public static bool TryDispatch<THandler>(ReadOnlySpan<byte> source, ref THandler handler, out LayoutFault fault) where THandler : ICommandHandler";

    public static TheoryData<string, string, string> Defects => new()
    {
        { "Dispatch", Dispatch + " { if (Read(source).Opcode == 3) handler.OnUnknown(Read(source)); else DispatchRight(source, ref handler); }", "Dispatch" },
        { "Dispatch", Dispatch + " { if (Read(source).Opcode is 1 or 3) DispatchRight(source, ref handler); }", "Dispatch" },
        { "Dispatch", Dispatch + " { DispatchRight(source, ref handler); DispatchRight(source, ref handler); }", "Dispatch" },
        { "Dispatch", Dispatch + " { byte[] other = source.ToArray(); other[0] &= 0x7F; DispatchRight(other, ref handler); }", "Dispatch" },
        { "Dispatch", Dispatch + " { Span<byte> all = stackalloc byte[8]; source.Slice(0, Math.Min(8, source.Length)).CopyTo(all); DispatchRight(all, ref handler); }", "Dispatch" },
        { "TryDispatch", TryDispatch + " { fault = default; Dispatch(source, ref handler); return true; }", "TryDispatch" },
        { "TryDispatch", TryDispatch + " { bool done = TryDispatchRight(source, ref handler, out fault); if (!done) Dispatch(source, ref handler); return done; }", "TryDispatch" },
        { "TryDispatch", TryDispatch + " { bool done = TryDispatchRight(source, ref handler, out fault); if (!done) fault = new LayoutFault(null, 1, 1, fault.Reason); return done; }", "TryDispatch" },
        { "TryAs Wait", "public readonly bool TryAs(out global::Sample.Wait command) { TryAsRight(out command); return true; }", "TryAs" },
        { "TryAs Wait", "public readonly bool TryAs(out global::Sample.Wait command) { Command other = this; other.Opcode = 1; other.TryAsRight(out command); return Opcode == 1; }", "TryAs" },
    };

    [Fact]
    public void Without_a_defect_nothing_is_found() =>
        PlantedDefect.Run(Declarations.Commands, "Command", string.Empty, string.Empty, static type => Assert.Empty(CommandSetCheck.Run(type).NotCompared));

    [Theory]
    [MemberData(nameof(Defects))]
    public void A_planted_defect_is_found_and_placed(string member, string wrong, string place) =>
        PlantedDefect.Run(Declarations.Commands, "Command", member, wrong, type => Assert.Contains(place, Assert.Throws<LayoutCheckException>(() => CommandSetCheck.Run(type)).Place, StringComparison.Ordinal));
}
