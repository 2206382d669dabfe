using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.OrderFacts;

/// <summary>The lock orders that assemblies carry in <c>LockOrderFact</c> attributes.</summary>
internal sealed class LockOrderFacts
{
    /// <summary>The name of the file that the generator writes.</summary>
    public const string GeneratedFile = "LockOrderFacts.g.cs";

    private readonly ILookup<string, string>? _acquiredBy;
    private readonly ILookup<string, string>? _heldAround;
    private readonly HashSet<IAssemblySymbol> _assemblies = new(SymbolEqualityComparer.Default);

    /// <param name="compilation">The compilation under analysis.</param>
    /// <param name="areUsed">Whether contracts are used at all: if not, there are no facts.</param>
    public LockOrderFacts(Compilation compilation, bool areUsed)
    {
        Edges = ImmutableArray<(string, string)>.Empty;
        if (!areUsed)
        {
            return;
        }

        var facts = new List<(string First, string Second)>();
        foreach (IAssemblySymbol assembly in compilation.SourceModule.ReferencedAssemblySymbols.Where(KnowsContracts).Append(compilation.Assembly))
        {
            foreach (AttributeData data in assembly.GetAttributes())
            {
                if (data is { AttributeClass: { Name: "LockOrderFactAttribute", ContainingNamespace.Name: "Contracts" }, ConstructorArguments.Length: 2 }
                    // What is generated for this assembly says again what its code says.
                    && data.ApplicationSyntaxReference?.SyntaxTree.FilePath.EndsWith(GeneratedFile, System.StringComparison.Ordinal) is not true
                    && data.ConstructorArguments[0].Value is string first && data.ConstructorArguments[1].Value is string second)
                {
                    facts.Add((first, second));
                    _assemblies.Add(assembly);
                }
            }
        }

        Edges = facts.Where(static fact => !LockNames.IsMethod(fact.First) && !LockNames.IsMethod(fact.Second)).ToImmutableArray();
        _acquiredBy = facts.Where(static fact => LockNames.IsMethod(fact.First)).ToLookup(static fact => fact.First, static fact => fact.Second);
        _heldAround = facts.Where(static fact => LockNames.IsMethod(fact.Second)).ToLookup(static fact => fact.Second, static fact => fact.First);
    }

    /// <summary>Whether no assembly carries any.</summary>
    public bool IsEmpty => _assemblies.Count == 0;

    /// <summary>Locks acquired while another is held.</summary>
    public ImmutableArray<(string First, string Second)> Edges { get; }

    /// <summary>The names of the methods of other assemblies that acquire locks.</summary>
    public IEnumerable<string> Acquiring => _acquiredBy?.Select(static fact => LockNames.NameOfMethod(fact.Key)) ?? Enumerable.Empty<string>();

    /// <summary>The locks that a call of a method of another assembly acquires.</summary>
    public IEnumerable<string> AcquiredBy(ISymbol method) => IsKnown(method) && LockNames.OfMethod(method) is { } id ? _acquiredBy![id] : Enumerable.Empty<string>();

    /// <summary>The locks under which another assembly calls a method that it leaves to be implemented.</summary>
    public IEnumerable<string> HeldAround(ISymbol method) => IsKnown(method) && LockNames.OfMethod(method) is { } id ? _heldAround![id] : Enumerable.Empty<string>();

    /// <summary>Whether the assembly of a member carries facts.</summary>
    public bool IsKnown(ISymbol member) => !IsEmpty && member.ContainingAssembly is { } assembly && _assemblies.Contains(assembly);

    private static bool KnowsContracts(IAssemblySymbol assembly)
        => assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static reference => reference.Name is "DeclIommu.Contracts"));
}
