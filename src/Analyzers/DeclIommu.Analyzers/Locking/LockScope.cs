using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Locking;

/// <summary>What the members of one compilation share. Safe for concurrent use.</summary>
internal sealed class LockScope
{
    public LockScope(Compilation compilation, AnalyzerOptions options)
    {
        Attributes = new AttributeSource(compilation, ContractFile.Read(options.AdditionalFiles));
        Contracts = new ContractReader(compilation, Attributes);
        Order = new LockOrder(Contracts, Attributes);
        Options = new OptionsReader(options.AnalyzerConfigOptionsProvider);
    }

    public AttributeSource Attributes { get; }

    public ContractReader Contracts { get; }

    public LockOrder Order { get; }

    public OptionsReader Options { get; }
}
