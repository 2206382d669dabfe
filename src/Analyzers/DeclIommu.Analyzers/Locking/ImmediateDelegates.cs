using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
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

        if (options.RunsDelegates(method))
        {
            return true;
        }

        INamedTypeSymbol? type = method.ContainingType;

        // A delegate that is an element, as in List<Action>.Add, is kept and not run.
        if (type is null || parameter.OriginalDefinition.Type.TypeKind is not TypeKind.Delegate)
        {
            return false;
        }

        return type is { Name: "Enumerable", ContainingNamespace.Name: "Linq" }
            ? argument.Parent is IInvocationOperation query && LazyQueries.UseOf(query).Kind is QueryUse.Consumed
            : RunsDelegates(type.ContainingNamespace.ToDisplayString(), type.Name, method.Name);
    }

    /// <summary>The lambda or the method that a value is a delegate of.</summary>
    public static IOperation? FunctionOf(IOperation value) => value switch
    {
        IConversionOperation conversion => FunctionOf(conversion.Operand),
        IDelegateCreationOperation creation => creation.Target,
        IFlowAnonymousFunctionOperation or IMethodReferenceOperation => value,
        _ => null,
    };

    /// <summary>The argument that a lambda or a method is passed as, or null if it is none.</summary>
    public static IArgumentOperation? ArgumentOf(IOperation function)
    {
        IOperation? user = function.Parent;
        while (user is IDelegateCreationOperation or IConversionOperation)
        {
            user = user.Parent;
        }

        return user as IArgumentOperation;
    }

    private static bool RunsDelegates(string @namespace, string type, string method) => (@namespace, type) switch
    {
        ("System.Collections.Generic", "List") or ("System", "Array") or ("System.Collections.Immutable", "ImmutableList" or "ImmutableArray")
            => method is "ForEach" or "Find" or "FindAll" or "FindIndex" or "FindLast" or "FindLastIndex" or "Exists" or "TrueForAll" or "RemoveAll" or "ConvertAll" or "Sort",
        ("System.Collections.Generic", "HashSet" or "SortedSet") => method is "RemoveWhere",
        ("System", "MemoryExtensions") => method is "Sort",
        ("System", "String") => method is "Create",
        ("System.Collections.Concurrent", "ConcurrentDictionary") => method is "GetOrAdd" or "AddOrUpdate",
        ("System.Collections.Immutable", "ImmutableInterlocked") => method is "Update" or "GetOrAdd" or "AddOrUpdate",
        ("System.Threading", "LazyInitializer") => method is "EnsureInitialized",
        ("System.Threading", "ExecutionContext") => method is "Run",
        ("System.Threading", "SpinWait") => method is "SpinUntil",
        _ => false,
    };
}
