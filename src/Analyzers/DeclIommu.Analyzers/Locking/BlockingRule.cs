using System.Collections.Generic;
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
        if (state.Held.Count > 0 && (call.TargetMethod.MethodKind is MethodKind.DelegateInvoke ? "runs foreign code" : Reason(call.TargetMethod, call.TargetMethod.Name)) is { } reason)
        {
            Record(analysis, call, call.TargetMethod.Name, reason, state);
        }
    }

    /// <summary>The result of a task waits for it.</summary>
    public static void Check(LockAnalysis analysis, IPropertyReferenceOperation reference, FlowState state)
    {
        if (state.Held.Count > 0 && Reason(reference.Property, reference.Property.Name) is { } reason)
        {
            Record(analysis, reference, reference.Property.Name, reason, state);
        }
    }

    private static void Record(LockAnalysis analysis, IOperation operation, string name, string reason, FlowState state)
    {
        foreach (KeyValuePair<AccessPath, HeldLock> entry in state.Held)
        {
            if (entry.Key.LastSymbol is { } @lock && !entry.Value.IsMaybe && analysis.Contracts.IsNoBlocking(@lock))
            {
                analysis.Record(Descriptor, operation.Syntax.GetLocation(), entry.Key.ToString(), isFault: true, state, name, reason, entry.Key);
            }
        }
    }

    private static string? Reason(ISymbol member, string name)
    {
        if (member.ContainingType is not { } type || !IsSystem(type.ContainingNamespace))
        {
            return null;
        }

        bool blocks = (type.Name, name) switch
        {
            ("Thread", "Sleep" or "Join" or "SpinWait") => true,
            ("Task" or "ValueTask", "Wait" or "WaitAll" or "WaitAny" or "Result") => true,
            ("TaskAwaiter" or "ValueTaskAwaiter" or "ConfiguredTaskAwaiter" or "ConfiguredValueTaskAwaiter", "GetResult") => true,
            ("WaitHandle" or "ManualResetEventSlim" or "CountdownEvent" or "Barrier" or "SemaphoreSlim", "Wait" or "WaitOne" or "WaitAll" or "WaitAny" or "SignalAndWait") => true,
            ("Monitor", "Wait") => true,
            ("SpinWait", "SpinUntil") => true,
            ("BlockingCollection", "Add" or "Take" or "GetConsumingEnumerable") => true,
            ("Parallel", _) => true,
            ("Console" or "File" or "Directory" or "FileInfo" or "DirectoryInfo" or "Process" or "Socket" or "Dns" or "HttpClient", _) => true,
            ("Stream" or "FileStream" or "NetworkStream" or "StreamReader" or "StreamWriter", "Read" or "ReadByte" or "ReadLine" or "ReadToEnd" or "Write" or "WriteByte" or "WriteLine" or "Flush" or "CopyTo") => true,
            _ => false,
        };
        return blocks ? "may block" : null;
    }

    private static bool IsSystem(INamespaceSymbol? @namespace)
    {
        while (@namespace is { ContainingNamespace: { IsGlobalNamespace: false } outer })
        {
            @namespace = outer;
        }

        return @namespace?.Name is "System";
    }
}
