using DeclIommu.Analyzers.OrderFacts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Gathers in which order locks are acquired while members are looked at, and reports opposite ones at the end of the compilation. Safe for concurrent use.</summary>
internal sealed class ObservedOrders
{
    private readonly LockScope _scope;
    private readonly LockOrderGraph _graph;
    private readonly PlainMembers _plain;

    public ObservedOrders(Compilation compilation, LockScope scope)
    {
        _scope = scope;
        _graph = new LockOrderGraph(scope.Facts);
        _plain = new PlainMembers(compilation, scope);
    }

    /// <summary>Leaves out a member if nothing is added for it.</summary>
    public void Exclude(ISymbol member) => _plain.Exclude(member);

    /// <summary>Takes in what the flow through a member has seen.</summary>
    public void Add(LockAnalysis analysis) => _graph.Add(analysis);

    /// <summary>Takes in a member that no flow is run for.</summary>
    public void Add(ISymbol owner, PlainMember member) => _graph.Add(owner, member);

    public void Report(CompilationAnalysisContext context)
    {
        _plain.AddTo(_graph, context.CancellationToken);
        ObservedOrderRule.Report(context, _scope, _graph);
    }
}
