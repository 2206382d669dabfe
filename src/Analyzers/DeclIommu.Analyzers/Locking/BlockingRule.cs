using System.Collections.Generic;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0030: under a lock that is marked NoBlocking nothing blocks and no foreign code runs.</summary>
internal static class BlockingRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.BlockingUnderLock,
        "Blocking call under a lock",
        "'{0}' {1} while '{2}' is held, which is marked NoBlocking",
        RuleCategories.Locking,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Everybody who waits for the lock waits for this call as well.",
        helpLinkUri: RuleLinks.For(RuleIds.BlockingUnderLock));

    public static void Check(LockAnalysis analysis, IInvocationOperation call, FlowState state)
    {
        if (state.Held.Count == 0)
        {
            return;
        }

        foreach (KeyValuePair<AccessPath, HeldLock> entry in state.Held)
        {
            if (entry.Key.LastSymbol is { } @lock && analysis.Contracts.IsNoBlocking(@lock) && Reason(call) is { } reason)
            {
                analysis.Record(Descriptor, call.Syntax.GetLocation(), entry.Key.ToString(), isFault: true, state, call.TargetMethod.Name, reason, entry.Key);
            }
        }
    }

    private static string? Reason(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method.MethodKind is MethodKind.DelegateInvoke)
        {
            return "runs foreign code";
        }

        string type = method.ContainingType?.Name ?? "";
        bool blocks = (type, method.Name) switch
        {
            ("Thread", "Sleep" or "Join") => true,
            ("Task" or "ValueTask", "Wait" or "WaitAll" or "WaitAny") => true,
            ("TaskAwaiter", "GetResult") => true,
            ("WaitHandle" or "ManualResetEventSlim" or "CountdownEvent" or "Barrier" or "SemaphoreSlim", "Wait" or "WaitOne" or "WaitAll" or "WaitAny" or "SignalAndWait") => true,
            ("Monitor", "Wait") => true,
            ("Console" or "File" or "Directory" or "Process" or "Socket" or "Stream" or "FileStream" or "NetworkStream", _) => true,
            _ => false,
        };
        return blocks ? "may block" : null;
    }
}
