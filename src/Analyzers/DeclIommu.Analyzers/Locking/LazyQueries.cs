using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Follows a query over a sequence to the place where it is enumerated.</summary>
internal static class LazyQueries
{
    /// <summary>True for a call that returns a sequence without enumerating its source.</summary>
    public static bool IsLazy(IInvocationOperation call)
        => call.TargetMethod is { ContainingType: { Name: "Enumerable", ContainingNamespace.Name: "Linq" } } method
            && (method.ReturnType.OriginalDefinition is { Name: "IEnumerable" or "IOrderedEnumerable" } || method.Name is "AsEnumerable");

    /// <summary>What becomes of a query, or of a variable that holds one; with the variable if another one keeps it.</summary>
    public static (QueryUse Kind, ILocalSymbol? Local) UseOf(IOperation query)
    {
        IOperation current = query;
        while (true)
        {
            if (current is IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable" } call && !IsLazy(call))
            {
                return (QueryUse.Consumed, null);
            }

            IOperation? user = current.Parent;
            while (user is IConversionOperation or IArgumentOperation or IParenthesizedOperation)
            {
                user = user.Parent;
            }

            switch (user)
            {
                case IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable" } next:
                    current = next;
                    break;
                case IInvocationOperation next when IsConsumer(next, current):
                case IObjectCreationOperation { Type: { } type } when AccessClassifier.IsCollection(type):
                case null when current.Syntax.Parent is ForEachStatementSyntax loop && loop.Expression == current.Syntax:
                    return (QueryUse.Consumed, null);
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local }:
                    return (QueryUse.Stored, local.Local);
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    return (QueryUse.Stored, declarator.Symbol);
                default:
                    return (current.Syntax.Parent is ForEachStatementSyntax statement && statement.Expression == current.Syntax ? QueryUse.Consumed : QueryUse.Unknown, null);
            }
        }
    }

    private static bool IsConsumer(IInvocationOperation call, IOperation query) => call.TargetMethod.Name switch
    {
        "GetEnumerator" => query.Syntax.Parent is ForEachStatementSyntax,
        "AddRange" or "InsertRange" or "Join" or "Concat" or "UnionWith" or "ExceptWith" or "IntersectWith" or "SymmetricExceptWith" or "SetEquals" or "Overlaps" or "CreateRange" => true,
        _ => false,
    };
}
