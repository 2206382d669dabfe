using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>
/// Takes what a parser finds wrong. The generator reports the errors: a compiler that misses the members they keep from being written runs no analyzer.
/// The analyzer reports the rest.
/// </summary>
internal sealed class FaultSink
{
    private readonly List<Diagnostic> _faults = [];

    private readonly List<Fault> _errors = [];

    public IReadOnlyList<Diagnostic> Faults => _faults;

    /// <summary>The errors, by value.</summary>
    public IReadOnlyList<Fault> Errors => _errors;

    public bool HasErrors => _errors.Count > 0;

    /// <summary>Adds a fault at a place.</summary>
    public void Add(DiagnosticDescriptor rule, Location where, params object[] arguments) =>
        Add(rule, where, other: null, arguments);

    /// <summary>Adds a fault between two places.</summary>
    public void Add(DiagnosticDescriptor rule, Location where, Location? other, params object[] arguments)
    {
        if (rule.DefaultSeverity == DiagnosticSeverity.Error)
        {
            var words = new EquatableArray<string>(arguments.Select(static argument => Convert.ToString(argument, CultureInfo.InvariantCulture)));
            _errors.Add(new Fault(rule, FaultPlace.Of(where), FaultPlace.Of(other), words));
        }

        ImmutableArray<Location> others = other is null ? ImmutableArray<Location>.Empty : ImmutableArray.Create(other);
        _faults.Add(Diagnostic.Create(rule, where, others, arguments));
    }

    /// <summary>What a parser makes of a declaration, with the errors that it finds.</summary>
    public static Parsed<TModel> Parse<TModel>(INamedTypeSymbol type, Func<INamedTypeSymbol, FaultSink, TModel?> parser)
        where TModel : class
    {
        var faults = new FaultSink();
        return new Parsed<TModel>(parser(type, faults), new EquatableArray<Fault>(faults._errors));
    }

    /// <summary>The place where a symbol is declared.</summary>
    public static Location LocationOf(ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Location.None;

    /// <summary>The place where an attribute is written.</summary>
    public static Location LocationOf(AttributeData attribute, ISymbol fallback) =>
        attribute.ApplicationSyntaxReference is { } reference
            ? Location.Create(reference.SyntaxTree, reference.Span)
            : LocationOf(fallback);
}
