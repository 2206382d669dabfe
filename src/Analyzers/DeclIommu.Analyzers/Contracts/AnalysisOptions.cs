using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>The <c>decliommu.*</c> options of .editorconfig.</summary>
internal sealed class AnalysisOptions
{
    public AnalysisOptions(AnalyzerConfigOptions options) : this(name => options.TryGetValue("decliommu." + name, out string? value) ? value : null)
    {
    }

    private AnalysisOptions(Func<string, string?> read)
    {
        IsStrict = Is(read("lock_analysis"), "strict");
        Infers = Is(read("lock_analysis"), "infer");
        NegativeCapabilities = IsStrict || Is(read("negative_capabilities"), "true");
        ImplicitExceptions = !Is(read("exception_paths"), "explicit") && !Is(read("exception_paths"), "none");
        ExplicitExceptions = !Is(read("exception_paths"), "none");
        AllCallsPure = !Is(read("pure_calls"), "annotated");
        ChecksConstructors = Is(read("constructor_checks"), "all");
        ChecksFinalizers = !Is(read("finalizer_checks"), "none");
        ImmediateDelegates = Names(read("immediate_delegates"));
        NonThrowingMethods = Names(read("non_throwing_methods"));
    }

    public bool IsStrict { get; }

    /// <summary>Private methods require what they need, and fields that are mostly locked count as guarded.</summary>
    public bool Infers { get; }

    public bool NegativeCapabilities { get; }

    public bool ImplicitExceptions { get; }

    public bool ExplicitExceptions { get; }

    public bool AllCallsPure { get; }

    public bool ChecksConstructors { get; }

    public bool ChecksFinalizers { get; }

    public ImmutableHashSet<string> ImmediateDelegates { get; }

    public ImmutableHashSet<string> NonThrowingMethods { get; }

    /// <summary>Whether two calls with the same arguments give the same object.</summary>
    public bool IsPure(IMethodSymbol method)
        => AllCallsPure || method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "PureAttribute");

    /// <summary>Whether a member has its object to itself, as a finalizer is said to have: nobody else knows it any more.</summary>
    public bool IsAlone(ISymbol member) => !ChecksFinalizers && member is IMethodSymbol { MethodKind: MethodKind.Destructor };

    /// <summary>Whether a method is said to run its delegates before it returns, by the name of its type with or without the namespace.</summary>
    public bool RunsDelegates(IMethodSymbol method)
    {
        if (ImmediateDelegates.IsEmpty || method.ContainingType is not { } type)
        {
            return false;
        }

        string name = type.Name + "." + method.Name;
        return ImmediateDelegates.Contains(name) || ImmediateDelegates.Contains(type.ContainingNamespace.ToDisplayString() + "." + name);
    }

    private static bool Is(string? value, string expected) => string.Equals(value?.Trim(), expected, StringComparison.OrdinalIgnoreCase);

    private static ImmutableHashSet<string> Names(string? value)
    {
        IEnumerable<string> names = (value ?? "").Split(',').Select(static name => name.Trim()).Where(static name => name.Length > 0);
        return names.ToImmutableHashSet(StringComparer.Ordinal);
    }
}
