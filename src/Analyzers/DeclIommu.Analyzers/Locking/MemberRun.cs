using System.Collections.Generic;
using System.Threading;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Runs the flow of all bodies of one member.</summary>
internal static class MemberRun
{
    public static LockAnalysis Execute(LockScope scope, MemberBody member, CancellationToken cancellation)
    {
        var analysis = new LockAnalysis(scope, member.Owner, member.Blocks, cancellation);
        var seen = new HashSet<IOperation>();
        foreach (IOperation block in member.Blocks)
        {
            if (block is IBlockOperation or IMethodBodyOperation or IFieldInitializerOperation or IPropertyInitializerOperation && seen.Add(Root(block)))
            {
                var method = member.Owner as IMethodSymbol;
                MethodContract contract = method is null ? MethodContract.Empty : scope.Contracts.Effects(method);
                new FunctionRun(analysis, member.Graph(block), method, contract, outer: null).Run(FlowState.Empty);
            }
        }

        return analysis;
    }

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }
}
