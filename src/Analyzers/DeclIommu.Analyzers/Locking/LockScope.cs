using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.OrderFacts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Locking;

/// <summary>What the members of one compilation share. Safe for concurrent use.</summary>
internal sealed class LockScope
{
    public LockScope(Compilation compilation, AnalyzerOptions options)
    {
        Attributes = new AttributeSource(compilation, ContractFile.Read(options.AdditionalFiles));
        Facts = new LockOrderFacts(compilation, Attributes.IsActive);
        Contracts = new ContractReader(compilation, Attributes);
        Order = new LockOrder(Contracts, Attributes);
        Options = new OptionsReader(options.AnalyzerConfigOptionsProvider);
    }

    /// <summary>Whether a member of the source can break a rule that follows locks; if not, nothing of it need be looked at.</summary>
    public bool Concerns(SyntaxTree tree) => Attributes.IsActive || (SourceWords.Of(tree) & WordKinds.Locking) != 0;

    public AttributeSource Attributes { get; }

    public ContractReader Contracts { get; }

    public LockOrder Order { get; }

    /// <summary>What referenced assemblies tell of the order in which they acquire locks.</summary>
    public LockOrderFacts Facts { get; }

    public OptionsReader Options { get; }
}
