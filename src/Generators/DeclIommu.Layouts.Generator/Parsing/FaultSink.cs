using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>Takes what a parser finds wrong. The analyzer reports it; the generator only asks whether there was an error.</summary>
internal sealed class FaultSink
{
    private readonly List<Diagnostic> _faults = [];

    public IReadOnlyList<Diagnostic> Faults => _faults;

    public bool HasErrors { get; private set; }

    /// <summary>Adds a fault at a place.</summary>
    public void Add(DiagnosticDescriptor rule, Location where, params object[] arguments) =>
        Add(rule, where, other: null, arguments);

    /// <summary>Adds a fault between two places.</summary>
    public void Add(DiagnosticDescriptor rule, Location where, Location? other, params object[] arguments)
    {
        HasErrors |= rule.DefaultSeverity == DiagnosticSeverity.Error;
        ImmutableArray<Location> others = other is null ? ImmutableArray<Location>.Empty : ImmutableArray.Create(other);
        _faults.Add(Diagnostic.Create(rule, where, others, arguments));
    }

    /// <summary>The place where a symbol is declared.</summary>
    public static Location LocationOf(ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Location.None;

    /// <summary>The place where an attribute is written.</summary>
    public static Location LocationOf(AttributeData attribute, ISymbol fallback) =>
        attribute.ApplicationSyntaxReference is { } reference
            ? Location.Create(reference.SyntaxTree, reference.Span)
            : LocationOf(fallback);
}
