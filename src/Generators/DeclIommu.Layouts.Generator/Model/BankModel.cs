using DeclIommu.Layouts.Generator.Primitives;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>A register bank.</summary>
internal sealed record BankModel
{
    public required TypeModel Type { get; init; }

    public required int SizeInBytes { get; init; }

    public required EquatableArray<RegisterModel> Registers { get; init; }

    /// <summary>The type that tells which capabilities are on; null if none was named.</summary>
    public string? Capabilities { get; init; }

    /// <summary>What the property of that type can be declared as: <c>public</c> or <c>internal</c>.</summary>
    public string CapabilitiesAccessibility { get; init; } = "public";

    /// <summary>True if the type is a class: then null is refused.</summary>
    public bool CapabilitiesIsClass { get; init; }

    /// <summary>The names that the author's part of the type has taken.</summary>
    public EquatableArray<string> OwnNames { get; init; }

    /// <summary>True if the author gave the type a <c>StructLayout</c> attribute.</summary>
    public bool HasOwnStructLayout { get; init; }

    /// <summary>The flags of <c>DeclIommu.Layouts.AccessWidths</c>.</summary>
    public required int Widths { get; init; }

    public required bool NaturalAlignment { get; init; }

    /// <summary>The value of <c>DeclIommu.Layouts.MissPolicy</c>: 0 refuse, 1 zeros, 2 ones.</summary>
    public required int Miss { get; init; }
}
