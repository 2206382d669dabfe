using System;
using System.Linq;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>What is wrong with a declaration, by value, so that the generator can report it behind its first stage.</summary>
internal sealed record Fault(DiagnosticDescriptor Rule, FaultPlace? Where, FaultPlace? Other, EquatableArray<string> Arguments)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(
        Rule,
        Where?.ToLocation(),
        Other is null ? [] : new[] { Other.ToLocation() },
        Arguments.Cast<object>().ToArray());
}
