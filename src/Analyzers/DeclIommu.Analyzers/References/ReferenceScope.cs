using System.Collections.Immutable;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.References;

/// <summary>What the members of one compilation share. Safe for concurrent use.</summary>
internal sealed class ReferenceScope
{
    public ReferenceScope(Compilation compilation, AnalyzerOptions options)
    {
        var attributes = new AttributeSource(compilation, ContractFile.Read(options.AdditionalFiles));
        Locks = new ContractReader(compilation, attributes);
        Contracts = new OwnershipReader(attributes, Locks);
        Pairs = new KnownPairs(ImmutableDictionary<string, PairRole>.Empty);
        Order = new LockOrder(Locks, attributes);
        Options = new OptionsReader(options.AnalyzerConfigOptionsProvider);
    }

    /// <summary>Who owns what.</summary>
    public OwnershipReader Contracts { get; }

    /// <summary>The pairs that need no contract.</summary>
    public KnownPairs Pairs { get; }

    /// <summary>The contracts of locks: some references are valid only under one.</summary>
    public ContractReader Locks { get; }

    public LockOrder Order { get; }

    public OptionsReader Options { get; }
}
