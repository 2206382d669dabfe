using DeclIommu.Layouts.Generator.Tests.Support;
using DeclIommu.Layouts.Testing;

namespace DeclIommu.Layouts.Generator.Tests.Oracle;

/// <summary>What is wrong with a generated command set is found: each row plants one defect.</summary>
public sealed class CommandSetDefectTests
{
    private const string Dispatch = "public static void Dispatch<THandler>(ReadOnlySpan<byte> source, ref THandler handler) where THandler : ICommandHandler";

    private const string TryDispatch = "public static bool TryDispatch<THandler>(ReadOnlySpan<byte> source, ref THandler handler, out LayoutFault fault) where THandler : ICommandHandler";

    private const string GatedDispatch = "public static void Dispatch<THandler>(ReadOnlySpan<byte> source, in Engine capabilities, ref THandler handler) where THandler : IMoveHandler";

    private const string GatedTryDispatch = "public static bool TryDispatch<THandler>(ReadOnlySpan<byte> source, in Engine capabilities, ref THandler handler, out LayoutFault fault) where THandler : IMoveHandler";

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

    public static TheoryData<string, string, string> GatedDefects => new()
    {
        { "Dispatch ReadOnlySpan<byte>,Engine", GatedDispatch + " => Dispatch(source, ref handler);", "Dispatch" },
        { "Dispatch ReadOnlySpan<byte>,Engine", GatedDispatch + " => DispatchRight(source, new Engine(!capabilities.CanJump), ref handler);", "Dispatch" },
        { "Dispatch ReadOnlySpan<byte>,Engine", GatedDispatch + " { if (capabilities.CanJump) Dispatch(source, ref handler); else handler.OnUnknown(Read(source)); }", "Dispatch" },
        { "TryDispatch ReadOnlySpan<byte>,Engine", GatedTryDispatch + " => TryDispatch(source, ref handler, out fault);", "TryDispatch" },
        { "TryDispatch ReadOnlySpan<byte>,Engine", GatedTryDispatch + " => TryDispatchRight(source, new Engine(Read(source).Opcode == 1 || capabilities.CanJump), ref handler, out fault);", "TryDispatch" },
        { "TryDispatch ReadOnlySpan<byte>,Engine", GatedTryDispatch + " { bool done = TryDispatchRight(source, capabilities, ref handler, out fault); if (!done) handler.OnUnknown(Read(source)); return done; }", "TryDispatch" },
        { "TryDispatch ReadOnlySpan<byte>,Engine", GatedTryDispatch + " { bool done = TryDispatchRight(source, capabilities, ref handler, out fault); if (!done) fault = new LayoutFault(fault.Field, fault.Msb, fault.Lsb, LayoutFaultReason.ReservedBitSet); return done; }", "TryDispatch" },
    };

    [Fact]
    public void Without_a_defect_nothing_is_found()
    {
        PlantedDefect.Run(Declarations.Commands, "Command", string.Empty, string.Empty, static type => Assert.Empty(CommandSetCheck.Run(type).NotCompared));
        PlantedDefect.Run(Declarations.GatedCommands, "Move", string.Empty, string.Empty, static type => Assert.Empty(CommandSetCheck.Run(type).NotCompared));
    }

    [Theory]
    [MemberData(nameof(Defects))]
    public void A_planted_defect_is_found_and_placed(string member, string wrong, string place) =>
        PlantedDefect.Run(Declarations.Commands, "Command", member, wrong, type => Assert.Contains(place, Assert.Throws<LayoutCheckException>(() => CommandSetCheck.Run(type)).Place, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(GatedDefects))]
    public void A_defect_planted_where_capabilities_count_is_found_and_placed(string member, string wrong, string place) =>
        PlantedDefect.Run(Declarations.GatedCommands, "Move", member, wrong, type => Assert.EndsWith("." + place, Assert.Throws<LayoutCheckException>(() => CommandSetCheck.Run(type)).Place, StringComparison.Ordinal));
}
