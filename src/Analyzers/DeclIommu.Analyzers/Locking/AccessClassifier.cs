using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Tells reads from writes by the code around an access.</summary>
internal static class AccessClassifier
{
    public static AccessUsage Classify(IOperation access)
    {
        IOperation? parent = access.Parent;
        switch (parent)
        {
            case IAssignmentOperation assignment when assignment.Target == access:
                return assignment is ISimpleAssignmentOperation { IsRef: true } ? AccessUsage.None : AccessUsage.Write;
            case ISimpleAssignmentOperation { IsRef: true }:
                return AccessUsage.None;
            case IIncrementOrDecrementOperation or IEventAssignmentOperation:
                return AccessUsage.Write;
            case IVariableInitializerOperation or IVariableDeclaratorOperation:
                return AccessUsage.Read;
            case IFlowCaptureOperation when IsAssigned(access.Syntax) || access.Syntax.Parent is RefExpressionSyntax:
                return AccessUsage.None;
            case IArgumentOperation { Parameter.RefKind: not RefKind.None, Parent: IInvocationOperation { TargetMethod: { ContainingType.Name: "Volatile" or "Interlocked" } atomic } }
                when PrimitiveContracts.IsThreading(atomic.ContainingType.ContainingNamespace):
                return atomic.Name is "Read" ? AccessUsage.Read : AccessUsage.Write;
            case IArgumentOperation { Parameter.RefKind: not RefKind.None }:
                return AccessUsage.PassByReference;
            case IBinaryOperation { OperatorMethod.Parameters: { Length: 2 } parameters } binary
                when parameters[binary.LeftOperand == access ? 0 : 1].RefKind is not RefKind.None:
                return AccessUsage.PassByReference;
            case IAddressOfOperation:
                return AccessUsage.PassByReference;
            case ITupleOperation tuple when IsDeconstructed(tuple):
                return AccessUsage.Write;
            case INameOfOperation:
                return AccessUsage.None;
            case IConversionOperation conversion when conversion.OperatorMethod is null && access.Type?.IsValueType is not true:
                return access.Syntax.Parent is RefExpressionSyntax ? Classify(conversion) : AccessUsage.Read;
            case IMemberReferenceOperation member when member.Instance == access && access.Type is { IsValueType: true }:
                return ClassifyMember(member);
            case IInvocationOperation call when call.Instance == access:
                return ClassifyCall(call, access.Type);
            case IArrayElementReferenceOperation element when element.ArrayReference == access:
                return Classify(element) is AccessUsage.Write or AccessUsage.PassByReference ? AccessUsage.Write : AccessUsage.Read;
            case IPropertyReferenceOperation { Property.IsIndexer: true } indexer when indexer.Instance == access && IsCollection(access.Type):
                return Classify(indexer) is AccessUsage.Write ? AccessUsage.Write : AccessUsage.Read;
            case null:
                return access.Syntax.Parent is RefExpressionSyntax ? AccessUsage.None : AccessUsage.Read;
            default:
                return AccessUsage.Read;
        }
    }

    /// <summary>True if what is written is the object that the reference leads to, not the reference.</summary>
    public static bool IsContentOnly(IOperation access)
        => access.Type is { IsReferenceType: true } && access.Parent is IArrayElementReferenceOperation or IInvocationOperation or IPropertyReferenceOperation;

    /// <summary>How touching a member touches the object it belongs to.</summary>
    public static AccessUsage ClassifyMember(IMemberReferenceOperation member) => member switch
    {
        IPropertyReferenceOperation property => Classify(property) is AccessUsage.Write ? AccessUsage.Write : AccessUsage.Read,
        IMethodReferenceOperation => AccessUsage.Read,
        _ => Classify(member),
    };

    public static AccessUsage ClassifyCall(IInvocationOperation call, ITypeSymbol? receiver)
    {
        IMethodSymbol method = call.TargetMethod;
        if (receiver is { IsValueType: true, IsReadOnly: false, TypeKind: TypeKind.Struct, SpecialType: SpecialType.None })
        {
            return method.IsReadOnly || method.ContainingType.SpecialType is not SpecialType.None ? AccessUsage.Read : AccessUsage.Write;
        }

        return IsCollection(receiver) && IsMutator(method.Name) ? AccessUsage.Write : AccessUsage.Read;
    }

    public static bool IsMutator(string name) => name is "Add" or "AddRange" or "AddFirst" or "AddLast" or "AddBefore" or "AddAfter" or "Insert" or "InsertRange"
        or "Remove" or "RemoveAt" or "RemoveAll" or "RemoveRange" or "RemoveFirst" or "RemoveLast" or "RemoveWhere" or "Clear" or "Enqueue" or "Dequeue" or "TryDequeue"
        or "Push" or "Pop" or "TryPop" or "TryAdd" or "TryRemove" or "Sort" or "Reverse" or "UnionWith" or "ExceptWith" or "IntersectWith"
        or "SymmetricExceptWith" or "EnqueueDequeue" or "DequeueEnqueue" or "EnqueueRange" or "EnsureCapacity" or "TrimExcess" or "Append" or "AppendLine" or "SetValue";

    public static bool IsCollection(ITypeSymbol? type)
    {
        for (INamespaceSymbol? current = type?.ContainingNamespace; current is not null; current = current.ContainingNamespace)
        {
            if (current is { Name: "Collections", ContainingNamespace.Name: "System" })
            {
                return true;
            }
        }

        return type is { Name: "StringBuilder", ContainingNamespace.Name: "Text" };
    }

    /// <summary>True for the left side of an assignment in an object initializer.</summary>
    public static bool IsInInitializer(SyntaxNode target)
        => target.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment && assignment.Left == target;

    /// <summary>A collection that whoever has it can change, or see change.</summary>
    public static bool IsShared(ITypeSymbol? type)
        => type is IArrayTypeSymbol
            || (IsCollection(type) && type!.ContainingNamespace.Name is "Generic" or "Collections" or "ObjectModel" && !IsReadOnlyInterface(type));

    private static bool IsReadOnlyInterface(ITypeSymbol type)
        => type.TypeKind is not TypeKind.Class && type.Name is not ("IList" or "ICollection" or "IDictionary" or "ISet");

    /// <summary>True for the left side of an assignment that the graph captures first: <c>x ??= y</c>, <c>x += c ? 1 : 2</c>.</summary>
    private static bool IsAssigned(SyntaxNode syntax)
    {
        while (syntax.Parent is ParenthesizedExpressionSyntax parenthesized)
        {
            syntax = parenthesized;
        }

        return syntax.Parent is AssignmentExpressionSyntax assignment && assignment.Left == syntax;
    }

    private static bool IsDeconstructed(ITupleOperation tuple)
    {
        IOperation operation = tuple;
        while (operation.Parent is ITupleOperation outer)
        {
            operation = outer;
        }

        return operation.Parent is IDeconstructionAssignmentOperation deconstruction && deconstruction.Target == operation;
    }
}
