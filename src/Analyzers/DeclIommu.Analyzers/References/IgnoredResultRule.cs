using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>DIR0012: whoever learns that he must clean up looks at what he learns.</summary>
internal sealed class IgnoredResultRule : IReferenceRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.IgnoredFinalRelease,
        "Result that decides the clean-up is ignored",
        "{0}",
        RuleCategories.References,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Whether a release was the last one, an exchange took place or an allocation failed is told by the result: without a look at it nobody cleans up, or somebody cleans up what is in use.",
        helpLinkUri: RuleLinks.For(RuleIds.IgnoredFinalRelease));

    private readonly ReferenceAnalysis _analysis;

    public IgnoredResultRule(ReferenceAnalysis analysis) => _analysis = analysis;

    public void Check(IOperation operation, FlowState before)
    {
        if (operation is not IInvocationOperation call)
        {
            return;
        }

        var site = new CallSite(call, CallTarget.Of(call), call.Instance, call.Arguments);
        if (_analysis.Contracts.Of(site.Method).IsFinalRelease)
        {
            if (site.IsResultIgnored(_analysis.Locks) && !IsHeldOn(call, before))
            {
                Report(call, before, "Nobody learns whether '" + site.Name + "' gave up the last reference, so nobody cleans up");
            }
        }
        else if (call.TargetMethod is { ContainingType: { Name: "Interlocked", ContainingNamespace.Name: "Threading" } } && CountFields.IsDecrement(call)
            && call.Arguments[0].Value is IFieldReferenceOperation { Field: var field } && IsRelease() && site.IsResultIgnored(_analysis.Locks))
        {
            Report(call, before, "Nobody learns whether '" + field.Name + "' reached zero, so nobody cleans up");
        }
    }

    private void Report(IOperation call, FlowState state, string text) => _analysis.Log.Fault(Descriptor, ReferenceLog.PlaceOf(call.Syntax), state.IsSoft, text);

    private bool IsRelease() => _analysis.Owner is IMethodSymbol method && _analysis.Contracts.Of(method).Receiver is ReceiverEffect.Releases;

    /// <summary>The function has more references to the object: this cannot be the last.</summary>
    private bool IsHeldOn(IInvocationOperation call, FlowState state)
        => call.Instance is { } receiver && _analysis.Operations.Find(state, _analysis.Objects.TryOf(receiver, state)) is { Owned.Length: > 1, IsMaybe: false };
}
