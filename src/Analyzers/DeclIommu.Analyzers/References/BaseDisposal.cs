using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>What the members do by which the base types of a type release or dispose of its objects: which overrides they may get to.</summary>
internal sealed class BaseDisposal
{
    private readonly INamedTypeSymbol _type;
    private readonly Func<IMethodSymbol, bool> _releases;
    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellation;
    private ImmutableHashSet<IMethodSymbol>? _reached;
    private bool _showsItself;

    /// <param name="type">The type that overrides.</param>
    /// <param name="releases">Whether a member releases or disposes of the object.</param>
    /// <param name="compilation">Where the base types are declared, or referred to.</param>
    /// <param name="cancellation">Ends the search.</param>
    public BaseDisposal(INamedTypeSymbol type, Func<IMethodSymbol, bool> releases, Compilation compilation, CancellationToken cancellation)
    {
        _type = type;
        _releases = releases;
        _compilation = compilation;
        _cancellation = cancellation;
    }

    /// <summary>Whether the disposal may run an override; true where a base type between it and what it overrides is not in the compilation.</summary>
    public bool Reaches(IMethodSymbol method)
    {
        if (!BasesOf(method).All(IsInSource))
        {
            return true;
        }

        _reached ??= Walk();

        // What others can call too may be called by whoever is told of the object.
        bool isOpen = method.DeclaredAccessibility is not (Accessibility.Protected or Accessibility.ProtectedAndInternal);
        return _reached.Contains(Origin(method)) || (isOpen && _showsItself);
    }

    /// <summary>The base types down from the one that declared what the method overrides.</summary>
    private IEnumerable<INamedTypeSymbol> BasesOf(IMethodSymbol method)
    {
        INamedTypeSymbol declaring = Origin(method).ContainingType.OriginalDefinition;
        for (INamedTypeSymbol? current = _type.BaseType; current is not null; current = current.BaseType)
        {
            yield return current.OriginalDefinition;
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, declaring))
            {
                yield break;
            }
        }
    }

    private bool IsInSource(INamedTypeSymbol type) => !type.DeclaringSyntaxReferences.IsEmpty && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _compilation.Assembly);

    // Members are told apart by what they override first: which of the overrides runs does not matter.
    private ImmutableHashSet<IMethodSymbol> Walk()
    {
        var bodies = new List<MemberBody>();
        for (INamedTypeSymbol? current = _type.BaseType; current is not null && IsInSource(current.OriginalDefinition); current = current.BaseType)
        {
            bodies.AddRange(current.OriginalDefinition.DeclaringSyntaxReferences.SelectMany(part => MemberBodies.In(part.GetSyntax(_cancellation), _compilation.GetSemanticModel(part.SyntaxTree), _cancellation)));
        }

        ILookup<IMethodSymbol, MemberBody> members = bodies.Where(static body => body.Owner is IMethodSymbol).ToLookup<MemberBody, IMethodSymbol>(static body => Origin((IMethodSymbol)body.Owner), SymbolEqualityComparer.Default);
        var reached = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var work = new Stack<IMethodSymbol>(bodies.Select(static body => body.Owner).OfType<IMethodSymbol>().Where(_releases).Select(Origin));
        while (work.Count > 0)
        {
            IMethodSymbol method = work.Pop();
            if (reached.Add(method))
            {
                foreach (IOperation operation in members[method].SelectMany(static body => body.Blocks).SelectMany(static block => block.DescendantsAndSelf()))
                {
                    Follow(operation, work);
                }
            }
        }

        return reached.ToImmutableHashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
    }

    private void Follow(IOperation operation, Stack<IMethodSymbol> work)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                work.Push(Origin(call.TargetMethod));
                break;
            case IMethodReferenceOperation reference:
                work.Push(Origin(reference.Method));
                break;
            case IPropertyReferenceOperation { Property: var property }:
                new[] { property.GetMethod, property.SetMethod }.OfType<IMethodSymbol>().ToList().ForEach(accessor => work.Push(Origin(accessor)));
                break;
            case IInstanceReferenceOperation { Parent: not (IMemberReferenceOperation or IInvocationOperation) }:
                _showsItself = true;
                break;
        }
    }

    private static IMethodSymbol Origin(IMethodSymbol method)
    {
        IMethodSymbol origin = method.OriginalDefinition;
        while (origin.OverriddenMethod is { } overridden)
        {
            origin = overridden.OriginalDefinition;
        }

        return origin;
    }
}
