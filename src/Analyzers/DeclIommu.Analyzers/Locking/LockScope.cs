using System.Runtime.CompilerServices;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.OrderFacts;
using DeclIommu.Analyzers.Words;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Locking;

/// <summary>What the members of one compilation share. Safe for concurrent use.</summary>
internal sealed class LockScope
{
    private static readonly ConditionalWeakTable<Compilation, LockScope> s_scopes = new();

    private readonly AnalyzerOptions _options;

    private LockScope(Compilation compilation, AnalyzerOptions options)
    {
        _options = options;
        Attributes = new AttributeSource(compilation, ContractFile.Read(options.AdditionalFiles), PairFile.Ids(options.AdditionalFiles));
        Facts = new LockOrderFacts(compilation, Attributes.IsActive);
        Contracts = new ContractReader(compilation, Attributes);
        Ownership = new OwnershipReader(Attributes, Contracts);
        Order = new LockOrder(Contracts, Attributes);
        Options = new OptionsReader(options.AnalyzerConfigOptionsProvider);
    }

    public AttributeSource Attributes { get; }

    public ContractReader Contracts { get; }

    /// <summary>Who owns what.</summary>
    public OwnershipReader Ownership { get; }

    public LockOrder Order { get; }

    /// <summary>What referenced assemblies tell of the order in which they acquire locks.</summary>
    public LockOrderFacts Facts { get; }

    public OptionsReader Options { get; }

    /// <summary>The scope of a compilation: all analyzers read its contracts once, together.</summary>
    public static LockScope Of(Compilation compilation, AnalyzerOptions options)
    {
        LockScope shared = s_scopes.GetValue(compilation, known => new LockScope(known, options));
        bool isSame = shared._options.AdditionalFiles == options.AdditionalFiles && shared._options.AnalyzerConfigOptionsProvider == options.AnalyzerConfigOptionsProvider;
        return isSame ? shared : new LockScope(compilation, options);
    }

    /// <summary>Whether a member can break a rule about locks or references; if not, nothing of it need be looked at.</summary>
    public bool Concerns(ISymbol owner, SyntaxTree tree) => Options.For(tree).Infers || Attributes.Names.Concerns(owner, tree);
}
