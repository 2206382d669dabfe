using System.Collections.Generic;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0018: no await and no yield while a lock is held that belongs to the thread.</summary>
internal sealed class SuspensionRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.AwaitUnderLock,
        "Await or yield while holding a lock that belongs to the thread",
        "'{0}' belongs to the thread that acquired it, but after this {1} another thread may run",
        RuleCategories.Locking,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The code after an await or yield may run on another thread, which does not hold the lock and cannot release it.",
        helpLinkUri: RuleLinks.For(RuleIds.AwaitUnderLock));

    private readonly LockAnalysis _analysis;

    public SuspensionRule(LockAnalysis analysis) => _analysis = analysis;

    public void Check(IOperation operation, FlowState state)
    {
        bool isAwait = operation is IAwaitOperation;
        foreach (KeyValuePair<AccessPath, HeldLock> entry in state.Held)
        {
            // The compiler itself refuses await inside a lock statement.
            bool isRefused = isAwait && entry.Value.Origin is LockOrigin.Lexical;
            if (entry.Value.Primitive.IsThreadAffine && !isRefused && entry.Value.Origin is not LockOrigin.Unchecked)
            {
                _analysis.Record(Descriptor, operation.Syntax.GetLocation(), entry.Key.ToString(), isFault: !entry.Value.IsMaybe, state, entry.Key, isAwait ? "await" : "yield");
            }
        }
    }
}
