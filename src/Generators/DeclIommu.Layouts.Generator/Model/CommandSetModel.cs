using DeclIommu.Layouts.Generator.Primitives;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>A command set: the raw layout, its discriminator and its members.</summary>
internal sealed record CommandSetModel
{
    public required TypeModel Type { get; init; }

    /// <summary>The raw layout, for the way its words are stored.</summary>
    public required LayoutModel Layout { get; init; }

    /// <summary>The discriminator of the raw layout.</summary>
    public required FieldModel Discriminator { get; init; }

    public required EquatableArray<CommandModel> Commands { get; init; }
}
