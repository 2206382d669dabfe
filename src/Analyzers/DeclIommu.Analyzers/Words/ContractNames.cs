using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Words;

/// <summary>
/// The names of all that carries a contract, of what inherits one, and of what holds a lock that can be copied. A symbol of another name carries none, and a member that says none of the names has nothing
/// to do with contracts: neither is looked at any closer, which is what keeps the analysis cheap in a large project. Safe for concurrent use.
/// </summary>
internal sealed class ContractNames
{
    // What runs without being named, and the words that make it.
    private static readonly ImmutableArray<(string Name, WordKinds Word)> s_implicit = ImmutableArray.Create(
        ("Dispose", WordKinds.Using), ("DisposeAsync", WordKinds.Using), ("GetEnumerator", WordKinds.Using), ("MoveNext", WordKinds.Using), ("Current", WordKinds.Using), ("Add", WordKinds.Filled),
        ("Select", WordKinds.Query), ("SelectMany", WordKinds.Query), ("Where", WordKinds.Query), ("OrderBy", WordKinds.Query), ("OrderByDescending", WordKinds.Query), ("ThenBy", WordKinds.Query),
        ("ThenByDescending", WordKinds.Query), ("GroupBy", WordKinds.Query), ("Join", WordKinds.Query), ("GroupJoin", WordKinds.Query), ("Cast", WordKinds.Query));

    private readonly ConditionalWeakTable<SyntaxTree, int[]> _places = new();
    private readonly NameSet _carriers = new();
    private readonly NameSet _parameters = new();
    private readonly NameSet _named = new();

    /// <param name="compilation">The compilation under analysis.</param>
    /// <param name="speakers">The references that may use contracts.</param>
    /// <param name="external">The contracts of files, by documentation-comment ID.</param>
    /// <param name="pairs">The documentation-comment IDs of the pairs that files list.</param>
    public ContractNames(Compilation compilation, IEnumerable<IAssemblySymbol> speakers, ImmutableDictionary<string, ImmutableArray<ContractAttribute>> external, IEnumerable<string> pairs)
    {
        var found = new DeclaredNames(_carriers, _parameters);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            found.AddSource(tree);
        }

        foreach (IAssemblySymbol speaker in speakers)
        {
            found.AddReference(compilation.GetMetadataReference(speaker));
        }

        foreach (KeyValuePair<string, ImmutableArray<ContractAttribute>> entry in external)
        {
            found.AddId(entry.Key, entry.Value);
        }

        foreach (string id in pairs)
        {
            found.AddId(id, ImmutableArray<ContractAttribute>.Empty);
        }

        found.Close(compilation);
        IsUnlimited = found.IsUnlimited || _carriers.Contains("AppendLiteral") || _carriers.Contains("AppendFormatted");
        foreach (string name in _carriers.Names.Concat(found.Holders).Concat(DeclaredNames.AttributeNames))
        {
            _named.Add(name);
        }

        foreach (string name in found.Holders)
        {
            Holders.Add(name);
        }

        Kinds = WordKinds.Locking | WordKinds.LockType | WordKinds.Pair
            | (found.HasConstructors ? WordKinds.ImplicitNew : WordKinds.None)
            | (found.HasCounted ? WordKinds.Using : WordKinds.None);
        foreach ((string name, WordKinds word) in s_implicit)
        {
            Kinds |= _carriers.Contains(name) ? word : WordKinds.None;
        }
    }

    /// <summary>Something carries a contract that can be used without being named, such as an operator: every member is worth a look.</summary>
    public bool IsUnlimited { get; }

    /// <summary>The words, beside the names, that make a member worth a look.</summary>
    public WordKinds Kinds { get; }

    /// <summary>The names of what is a lock that can be copied or converted, or holds one.</summary>
    public NameSet Holders { get; } = new();

    /// <summary>Whether a symbol carries no contract for certain, by its name.</summary>
    public bool Excludes(ISymbol symbol)
        => !IsUnlimited && NameOf(symbol) is { Length: > 0 } name && !_carriers.Contains(name) && !(symbol.Kind is SymbolKind.Parameter && _parameters.Contains(name));

    /// <summary>Whether a member says a name that carries a contract, or has one itself.</summary>
    public bool Concerns(ISymbol owner, SyntaxTree tree)
    {
        if (IsUnlimited || !Excludes(owner) || SourceWords.In(tree).HasEscapes)
        {
            return true;
        }

        foreach (SyntaxReference part in owner.DeclaringSyntaxReferences)
        {
            if (part.SyntaxTree == tree && IsNamedWithin(tree, part.Span.Start, part.Span.End))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsNamedWithin(SyntaxTree tree, int start, int end)
    {
        int[] places = _places.GetValue(tree, known => SourceWords.In(known).Places(Kinds, _named).ToArray());
        int index = Array.BinarySearch(places, start);
        index = index < 0 ? ~index : index;
        return index < places.Length && places[index] < end;
    }

    // The name that stands where the symbol is declared or used; empty for what has none.
    private static string NameOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { AssociatedSymbol: { } member } => NameOf(member),
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor or MethodKind.DelegateInvoke } => symbol.ContainingType.Name,
        IMethodSymbol or IPropertySymbol or IEventSymbol => symbol.Name.Substring(symbol.Name.LastIndexOf('.') + 1),
        IFieldSymbol { AssociatedSymbol: { } member } => NameOf(member),
        IFieldSymbol or IParameterSymbol or INamedTypeSymbol => symbol.Name,
        _ => "",
    };
}
