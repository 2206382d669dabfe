using DeclIommu.Layouts.Generator.Primitives;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>The type of a field or register.</summary>
internal sealed record ValueModel
{
    public required ValueKind Kind { get; init; }

    /// <summary>The type as source text, <c>global::</c> included.</summary>
    public required string TypeName { get; init; }

    /// <summary>The integer that carries the value: the type itself, an enum's underlying type, what a wrapper wraps, a layout's raw type.</summary>
    public required string CarrierName { get; init; }

    /// <summary>How many bits a value of the type has room for.</summary>
    public required int Capacity { get; init; }

    /// <summary>True if the field's top bit is a sign.</summary>
    public bool IsSigned { get; init; }

    /// <summary>True for a layout whose byte with the most significant bits comes first.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>The type behind the capabilities of a layout; null if it names none.</summary>
    public string? Capabilities { get; init; }

    /// <summary>The property that unwraps a wrapper; null if it converts.</summary>
    public string? UnwrapProperty { get; init; }

    /// <summary>The named values of an enum, one name a value.</summary>
    public EquatableArray<EnumMemberModel> Members { get; init; }
}
