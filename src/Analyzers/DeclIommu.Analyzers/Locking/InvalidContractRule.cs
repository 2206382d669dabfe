using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0022: what a contract says means something.</summary>
internal static class InvalidContractRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.InvalidContract,
        "Invalid lock contract",
        "'{0}' is no lock here: {1}",
        RuleCategories.Locking,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Lock expressions bind like code at the member they stand on.",
        helpLinkUri: RuleLinks.For(RuleIds.InvalidContract));

    public static void Register(CompilationStartAnalysisContext context, LockScope scope)
    {
        context.RegisterSymbolAction(
            symbol => Check(symbol.Symbol, scope, symbol.ReportDiagnostic),
            SymbolKind.Field, SymbolKind.Property, SymbolKind.Event, SymbolKind.Method, SymbolKind.NamedType);
        context.RegisterOperationAction(
            operation => Check(operation.Operation is ILocalFunctionOperation local ? local.Symbol : ((IAnonymousFunctionOperation)operation.Operation).Symbol, scope, operation.ReportDiagnostic),
            OperationKind.LocalFunction, OperationKind.AnonymousFunction);
    }

    private static void Check(ISymbol symbol, LockScope scope, System.Action<Diagnostic> report)
    {
        foreach (ContractAttribute attribute in scope.Attributes.Of(symbol))
        {
            if (attribute.Name is WellKnownNames.UncheckedLocking or WellKnownNames.Lockable or WellKnownNames.ScopedLock || !attribute.NamesLocks)
            {
                continue;
            }

            var binder = new LockExpressionBinder(scope.Contracts, symbol);
            for (int i = 0; i < attribute.Locks.Length; i++)
            {
                string? error = binder.Bind(attribute.Locks[i]) is null ? binder.Error : Unsuitable(binder.BoundType, scope);
                if (error is not null)
                {
                    report(Diagnostic.Create(Descriptor, AttributePlaces.Argument(attribute, i), attribute.Locks[i], error));
                }
            }

            if (Misplaced(symbol, attribute, scope) is { } reason)
            {
                report(Diagnostic.Create(Descriptor, AttributePlaces.Whole(attribute), "this", reason));
            }
        }
    }

    private static string? Unsuitable(ITypeSymbol? type, LockScope scope)
        => type is { IsValueType: true } and not ITypeParameterSymbol && scope.Contracts.Lockable(type) is null && !scope.Contracts.IsScope(type)
            ? "a value of type '" + type.Name + "' cannot be locked"
            : type is { SpecialType: SpecialType.System_String } ? "a string may be locked by anybody" : null;

    private static string? Misplaced(ISymbol symbol, ContractAttribute attribute, LockScope scope)
    {
        if (attribute.Name is WellKnownNames.TryAcquiresLock or WellKnownNames.TryAcquiresSharedLock && symbol is IMethodSymbol method && !ReturnsBool(method))
        {
            return "a try-acquire tells by a bool whether it succeeded";
        }

        bool hasInstance = !symbol.IsStatic || symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction };
        return attribute.Locks.IsEmpty && !hasInstance ? "a static member has no instance to lock" : null;
    }

    private static bool ReturnsBool(IMethodSymbol method)
        => method.ReturnType.SpecialType is SpecialType.System_Boolean
            || method.ReturnType is INamedTypeSymbol { TypeArguments.Length: 1 } task && task.TypeArguments[0].SpecialType is SpecialType.System_Boolean;
}
