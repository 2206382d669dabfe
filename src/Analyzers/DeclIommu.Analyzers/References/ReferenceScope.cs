using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.References;

/// <summary>What the members of one compilation share. Safe for concurrent use.</summary>
internal sealed class ReferenceScope
{
    public ReferenceScope(Compilation compilation, AnalyzerOptions options)
    {
        LockScope = new LockScope(compilation, options.AdditionalFiles, options.AnalyzerConfigOptionsProvider);
        Contracts = new OwnershipReader(LockScope.Attributes, LockScope.Contracts);
        Pairs = new KnownPairs(PairFile.Read(options.AdditionalFiles, compilation));
    }

    /// <summary>Whether a member of the source can have to do with references; if not, nothing of it need be looked at.</summary>
    public bool Concerns(SyntaxTree tree) => LockScope.Attributes.IsActive || Pairs.HasListed || (SourceWords.Of(tree) & WordKinds.Pair) != 0;

    /// <summary>Who owns what.</summary>
    public OwnershipReader Contracts { get; }

    /// <summary>The pairs that need no contract.</summary>
    public KnownPairs Pairs { get; }

    public LockScope LockScope { get; }

    /// <summary>The contracts of locks: some references are valid only under one.</summary>
    public ContractReader Locks => LockScope.Contracts;

    public OptionsReader Options => LockScope.Options;
}
