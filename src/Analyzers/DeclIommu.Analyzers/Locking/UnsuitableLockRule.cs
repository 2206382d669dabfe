using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0023: what is locked is one object that only this code can lock.</summary>
internal static class UnsuitableLockRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.UnsuitableLock,
        "Object unsuitable as a lock",
        "{0}",
        RuleCategories.Locking,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A lock is an object that stays the same while it is in use and that strangers cannot lock.",
        helpLinkUri: RuleLinks.For(RuleIds.UnsuitableLock));

    public static void CheckStatement(OperationSite context, LockScope scope) => Check(context, ((ILockOperation)context.Operation).LockedValue, scope);

    public static void CheckCall(OperationSite context, LockScope scope)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod is { Name: "Enter" or "TryEnter", ContainingType.Name: "Monitor" } && PrimitiveContracts.PrimitiveOf(call.TargetMethod.ContainingType) is not null && !call.Arguments.IsEmpty)
        {
            Check(context, call.Arguments[0].Value, scope);
        }
    }

    public static void CheckConversion(OperationSite context)
    {
        var conversion = (IConversionOperation)context.Operation;
        if (conversion.Operand.Type is { Name: "Lock" } type && PrimitiveContracts.PrimitiveOf(type) is not null && conversion.Type is { Name: not "Lock" })
        {
            Report(context, conversion.Operand, "As an object this Lock is locked as a monitor, which its own methods do not see");
        }
    }

    private static void Check(OperationSite context, IOperation value, LockScope scope)
    {
        IOperation operand = value is IConversionOperation conversion ? conversion.Operand : value;
        switch (operand)
        {
            case IInstanceReferenceOperation when IsVisible(context.ContainingSymbol.ContainingType) && !NamesThis(context.ContainingSymbol.ContainingType, scope):
                Report(context, operand, "Anybody who has the object can lock 'this'");
                break;
            case ITypeOfOperation:
                Report(context, operand, "Anybody can lock the object of a type");
                break;
            case { Type.SpecialType: SpecialType.System_String }:
                Report(context, operand, "A string may be the same object as one that strangers lock");
                break;
            case { Type.IsValueType: true } when value is IConversionOperation:
                Report(context, operand, "Each boxing makes an object of its own, which nobody else locks");
                break;
            case IObjectCreationOperation:
                Report(context, operand, "Nobody else can lock a new object");
                break;
            case IFieldReferenceOperation { Field: { IsReadOnly: false } field } when IsReassigned(operand, field):
                Report(context, operand, "The field '" + field.Name + "' is set to another object while others wait for this one");
                break;
            case IFieldReferenceOperation { Field: { IsReadOnly: false, DeclaredAccessibility: Accessibility.Private, Type.IsReferenceType: true } field }:
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptor, operand.Syntax.GetLocation(), DiagnosticSeverity.Info, additionalLocations: null, properties: null, "The lock field '" + field.Name + "' should be readonly"));
                break;
            case IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Public } field } when IsVisible(field.ContainingType) && !scope.Contracts.IsNamedByContract(field):
                Report(context, operand, "Anybody can lock the public field '" + field.Name + "'");
                break;
        }
    }

    private static void Report(OperationSite context, IOperation operand, string reason)
        => context.ReportDiagnostic(Diagnostic.Create(Descriptor, operand.Syntax.GetLocation(), reason));

    private static bool IsReassigned(IOperation operand, IFieldSymbol field)
    {
        IOperation root = operand;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        if (root is IConstructorBodyOperation)
        {
            return false;
        }

        foreach (IOperation operation in root.Descendants())
        {
            if (operation is ISimpleAssignmentOperation { Target: IFieldReferenceOperation target } && SymbolEqualityComparer.Default.Equals(target.Field, field))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsVisible(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (type.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool NamesThis(INamedTypeSymbol type, LockScope scope)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers())
            {
                foreach (ContractAttribute attribute in scope.Attributes.Of(member))
                {
                    if (attribute.NamesLocks && (attribute.Locks.IsEmpty || attribute.Locks.Contains("this")))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }
}
