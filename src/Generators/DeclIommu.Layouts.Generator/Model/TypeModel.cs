using DeclIommu.Layouts.Generator.Primitives;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>Where a type stands: what is needed to write another part of it.</summary>
internal sealed record TypeModel
{
    /// <summary>Empty for the global namespace.</summary>
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>The types around it, outermost first, each as <c>partial class Outer</c>.</summary>
    public required EquatableArray<string> Containers { get; init; }

    /// <summary>The type as source text, <c>global::</c> included.</summary>
    public required string FullName { get; init; }

    /// <summary>The name of the generated file without its ending.</summary>
    public required string HintName { get; init; }

    /// <summary><c>public</c> or <c>internal</c>: as the type can be seen from other types of its assembly.</summary>
    public required string Accessibility { get; init; }
}
