using DeclIommu.Layouts.Generator.Primitives;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>What one declaration gives: a model to write from, or the errors that keep it from being written.</summary>
internal sealed record Parsed<TModel>(TModel? Model, EquatableArray<Fault> Faults)
    where TModel : class;
