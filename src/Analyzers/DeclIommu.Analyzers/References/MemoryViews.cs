using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary><c>Memory</c> over an array: another name of the array, wherever it goes.</summary>
internal static class MemoryViews
{
    /// <summary>What an expression gives a view of: an array, or another view; null if it gives something else.</summary>
    public static IOperation? Viewed(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "AsMemory", ContainingType: { Name: "MemoryExtensions", ContainingNamespace.Name: "System" } }, Arguments: { Length: > 0 } arguments } => arguments[0].Value,
        IInvocationOperation { TargetMethod.Name: "Slice", Instance: { } instance } when Is(instance.Type) => instance,
        IObjectCreationOperation { Type: { } type, Arguments: { Length: > 0 } arguments } when Is(type) => arguments[0].Value,
        IConversionOperation { OperatorMethod: not null, Type: { } type } conversion when Is(type) => conversion.Operand,
        _ => null,
    };

    /// <summary>Whether a callee is done with a view that it is passed when its caller goes on: what is awaited has ended then, unless it is passed a value of any type, to be collected.</summary>
    public static bool AreLeft(IParameterSymbol parameter, SyntaxNode call)
        => Is(parameter.Type) && parameter.OriginalDefinition.Type is not ITypeParameterSymbol && IsAwaited(call);

    private static bool Is(ITypeSymbol? type) => type is { Name: "Memory" or "ReadOnlyMemory", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool IsAwaited(SyntaxNode call) => call.Parent switch
    {
        AwaitExpressionSyntax => true,
        ParenthesizedExpressionSyntax outer => IsAwaited(outer),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured } => IsAwaited(configured),
        _ => false,
    };
}
