using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0019: a delegate that requires a lock does not go where nobody knows that.</summary>
internal static class DelegateContractRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.EscapingDelegate,
        "Delegate loses the lock contract of what it calls",
        "Whoever invokes this delegate does not learn that it requires '{0}'",
        RuleCategories.Locking,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A lambda with a lock contract is passed on or stored as a delegate type that does not carry the contract.",
        helpLinkUri: RuleLinks.For(RuleIds.EscapingDelegate));

    public static void Check(LockAnalysis analysis, IFlowAnonymousFunctionOperation lambda, MethodContract contract)
    {
        IOperation? user = lambda.Parent;
        ITypeSymbol? type = lambda.Type;
        while (user is IDelegateCreationOperation or IConversionOperation)
        {
            type = user.Type;
            user = user.Parent;
        }

        bool escapes = user is IArgumentOperation or ISimpleAssignmentOperation { Target: IMemberReferenceOperation } or IReturnOperation or null;
        bool isKnown = type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke } && !analysis.Contracts.Effects(invoke).IsEmpty;
        if (!escapes || isKnown)
        {
            return;
        }

        foreach (LockEffect effect in contract.Effects)
        {
            if (effect.Kind is LockEffectKind.Require)
            {
                analysis.Log.Fault(Descriptor, lambda.Syntax.GetLocation(), effect.Lock.Text);
            }
        }
    }
}
