using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Knows which calls run a delegate before they return.</summary>
internal static class ImmediateDelegates
{
    public static bool IsImmediate(IArgumentOperation argument, ContractReader contracts, AnalysisOptions options)
    {
        if (argument.Parameter is not { } parameter || parameter.ContainingSymbol is not IMethodSymbol method)
        {
            return false;
        }

        if (contracts.IsInvokedImmediately(parameter.OriginalDefinition))
        {
            return true;
        }

        INamedTypeSymbol type = method.ContainingType;
        if (options.ImmediateDelegates.Contains(type?.Name + "." + method.Name))
        {
            return true;
        }

        string? space = type?.ContainingNamespace?.ToDisplayString();
        return (space, type?.Name) switch
        {
            ("System.Collections.Generic", "List" or "HashSet" or "SortedSet" or "LinkedList") => true,
            ("System", "Array" or "MemoryExtensions" or "String") => true,
            ("System.Collections.Concurrent", "ConcurrentDictionary") => true,
            ("System.Collections.Immutable", "ImmutableInterlocked") => true,
            ("System.Threading", "LazyInitializer" or "ExecutionContext") => true,
            ("System.Linq", "Enumerable") => argument.Parent is IInvocationOperation call && IsConsumed(call),
            _ => false,
        };
    }

    /// <summary>Whether a query is run to its end inside the same expression.</summary>
    private static bool IsConsumed(IInvocationOperation query)
    {
        IOperation? current = query;
        while (current is IInvocationOperation { TargetMethod: { ContainingType.Name: "Enumerable" } method } call)
        {
            if (!IsLazy(method))
            {
                return true;
            }

            IOperation? user = call.Parent;
            while (user is IConversionOperation or IArgumentOperation)
            {
                user = user.Parent;
            }

            if (call.Syntax.Parent is ForEachStatementSyntax loop && loop.Expression == call.Syntax)
            {
                return true;
            }

            current = user;
        }

        return current is IObjectCreationOperation || (current is IInvocationOperation { TargetMethod.Name: "AddRange" or "Join" or "UnionWith" or "CreateRange" });
    }

    private static bool IsLazy(IMethodSymbol method)
        => method.ReturnType.OriginalDefinition is { Name: "IEnumerable" or "IOrderedEnumerable" };
}
