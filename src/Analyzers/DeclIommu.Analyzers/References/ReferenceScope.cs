using System.Collections.Concurrent;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.References;

/// <summary>What the members of one compilation share. Safe for concurrent use.</summary>
internal sealed class ReferenceScope
{
    private readonly ConcurrentDictionary<ISymbol, bool> _guarded = new(SymbolEqualityComparer.Default);

    public ReferenceScope(Compilation compilation, AnalyzerOptions options)
    {
        LockScope = LockScope.Of(compilation, options);
        FinalReleases = new FinalReleaseRule(this);
        Pairs = new KnownPairs(PairFile.Read(options.AdditionalFiles, compilation));
    }

    /// <summary>Who owns what.</summary>
    public OwnershipReader Contracts => LockScope.Ownership;

    /// <summary>The pairs that need no contract.</summary>
    public KnownPairs Pairs { get; }

    /// <summary>Gathers what the members do where they are the clean-up of objects.</summary>
    public FinalReleaseRule FinalReleases { get; }

    public LockScope LockScope { get; }

    /// <summary>The contracts of locks: some references are valid only under one.</summary>
    public ContractReader Locks => LockScope.Contracts;

    public OptionsReader Options => LockScope.Options;

    /// <summary>Whether a type has members that a lock guards.</summary>
    public bool HasGuardedState(ITypeSymbol type)
        => Contracts.Attributes.IsActive && _guarded.GetOrAdd(type.OriginalDefinition, symbol => ((ITypeSymbol)symbol).GetMembers().Any(member => member is IFieldSymbol or IPropertySymbol && !Locks.Guards(member).IsEmpty));
}
