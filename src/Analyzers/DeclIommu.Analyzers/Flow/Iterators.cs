using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>Tells iterators by their body: what is called only makes the iterator, the body runs later.</summary>
internal static class Iterators
{
    public static bool Is(ControlFlowGraph graph)
        => graph.Blocks.Any(static block => block.Operations.Any(static operation => operation.Kind is OperationKind.YieldReturn));
}
