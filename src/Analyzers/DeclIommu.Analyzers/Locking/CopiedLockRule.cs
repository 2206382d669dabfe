using System.Collections.Concurrent;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0024: a lock that is a struct, or lies in one, is not copied; and a record is not copied away from under its lock (DIL0020).</summary>
internal static class CopiedLockRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.CopiedLock,
        "Lock copied with its struct",
        "{0}",
        RuleCategories.Locking,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A copy of a lock is another lock, which excludes nobody.",
        helpLinkUri: RuleLinks.For(RuleIds.CopiedLock));

    public static void Register(CompilationStartAnalysisContext context)
        => context.RegisterSymbolAction(static symbol => CheckField(symbol), SymbolKind.Field);

    public static void Check(OperationSite context, LockScope scope, ConcurrentDictionary<ITypeSymbol, bool> structs)
    {
        IOperation? value = context.Operation switch
        {
            ISimpleAssignmentOperation { IsRef: false } assignment => assignment.Value,
            IVariableInitializerOperation { Parent: not IVariableDeclaratorOperation { Symbol.IsRef: true } } initializer => initializer.Value,
            IArgumentOperation { Parameter.RefKind: RefKind.None } argument => argument.Value,
            IReturnOperation { ReturnedValue: { } returned } when context.ContainingSymbol is not IMethodSymbol { RefKind: not RefKind.None } => returned,
            _ => null,
        };
        if (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        if (value is IFieldReferenceOperation or IInstanceReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation && value.Type is { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } type
            && structs.GetOrAdd(type, known => HoldsLock(known, scope, depth: 0)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptor, value.Syntax.GetLocation(), "Copying '" + value.Syntax + "' copies its lock: the copy excludes nobody"));
        }
    }

    private static void CheckField(SymbolAnalysisContext context)
    {
        var field = (IFieldSymbol)context.Symbol;
        if (field.IsReadOnly && field.Type.Name is "SpinLock" && PrimitiveContracts.PrimitiveOf(field.Type) is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptor, field.Locations[0], "Every use of the readonly field '" + field.Name + "' enters a copy of the SpinLock"));
        }
    }

    public static void CheckRecord(OperationSite context, LockScope scope)
    {
        var with = (IWithOperation)context.Operation;
        if (with.Type is not INamedTypeSymbol { IsRecord: true, IsReferenceType: true } type)
        {
            return;
        }

        foreach (IMethodSymbol constructor in type.InstanceConstructors)
        {
            if (constructor is { Parameters.Length: 1, IsImplicitlyDeclared: false } && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type))
            {
                return;
            }
        }

        foreach (ISymbol member in type.GetMembers())
        {
            foreach (Guard guard in scope.Contracts.Guards(member))
            {
                if (!member.IsStatic && guard.Locks.Length > 0 && guard.Locks[0] is { Root: TemplateRoot.This } @lock)
                {
                    context.ReportDiagnostic(Diagnostic.Create(EscapeRule.Descriptor, with.Syntax.GetLocation(), member.Name, @lock.Text, ": the copy has its own value and the same lock"));
                    return;
                }
            }
        }
    }

    private static bool HoldsLock(ITypeSymbol type, LockScope scope, int depth)
    {
        if (scope.Contracts.Lockable(type) is not null)
        {
            return true;
        }

        if (depth > 3 || type.DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false } field
                && (!scope.Contracts.Guards(field).IsEmpty || (field.Type is { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } && HoldsLock(field.Type, scope, depth + 1))))
            {
                return true;
            }
        }

        return false;
    }
}
