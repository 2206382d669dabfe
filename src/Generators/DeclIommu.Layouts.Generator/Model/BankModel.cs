using DeclIommu.Layouts.Generator.Primitives;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>A register bank.</summary>
internal sealed record BankModel
{
    public required TypeModel Type { get; init; }

    public required int SizeInBytes { get; init; }

    public required EquatableArray<RegisterModel> Registers { get; init; }

    public string? Capabilities { get; init; }

    /// <summary>The flags of <c>DeclIommu.Layouts.AccessWidths</c>.</summary>
    public required int Widths { get; init; }

    public required bool NaturalAlignment { get; init; }

    /// <summary>The value of <c>DeclIommu.Layouts.MissPolicy</c>: 0 refuse, 1 zeros, 2 ones.</summary>
    public required int Miss { get; init; }
}
