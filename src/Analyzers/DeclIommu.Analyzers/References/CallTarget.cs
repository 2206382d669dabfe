using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Finds the method whose contract holds for a call.</summary>
internal static class CallTarget
{
    /// <summary>The called method; of a call through an interface, what the static type of the object makes of it: <c>using</c> disposes of everything as an IDisposable.</summary>
    public static IMethodSymbol Of(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method.ContainingType?.TypeKind is TypeKind.Interface && call.Instance is IConversionOperation { OperatorMethod: null, Operand.Type: { TypeKind: not TypeKind.Interface } type })
        {
            return (type is ITypeParameterSymbol parameter ? Implementation(parameter, method) : type.FindImplementationForInterfaceMember(method) as IMethodSymbol) ?? method;
        }

        return method;
    }

    private static IMethodSymbol? Implementation(ITypeParameterSymbol parameter, IMethodSymbol method)
    {
        foreach (ITypeSymbol constraint in parameter.ConstraintTypes)
        {
            if (constraint.FindImplementationForInterfaceMember(method) is IMethodSymbol implementation)
            {
                return implementation;
            }
        }

        return null;
    }
}
