using DeclIommu.Layouts.Generator.Tests.Support;

namespace DeclIommu.Layouts.Generator.Tests.Emission;

public sealed class LayoutSnapshotTests
{
    [Fact]
    public void An_entry_with_a_field_of_every_kind() => Snapshot.Verify(GeneratorRun.Of(Declarations.Entry).Result);

    [Fact]
    public void A_command_set() => Snapshot.Verify(GeneratorRun.Of(Declarations.Commands).Result);

    [Fact]
    public void A_register_bank() => Snapshot.Verify(GeneratorRun.Of(Declarations.Bank).Result);

    [Fact]
    public void A_nested_big_endian_layout_with_a_repeated_field() => Snapshot.Verify(GeneratorRun.Of(Declarations.BigEndian).Result);
}
