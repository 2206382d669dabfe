using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.OrderFacts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0017: locks are not acquired in opposite orders anywhere in the assembly, nor in those it references as far as they tell.</summary>
internal static class ObservedOrderRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.ObservedOrderCycle,
        "Locks acquired in opposite orders",
        "'{0}' is acquired while '{1}' is held, but elsewhere in the opposite order: {2}",
        RuleCategories.Locking,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Two threads that take the same locks in different orders wait for each other for ever.",
        helpLinkUri: RuleLinks.For(RuleIds.ObservedOrderCycle),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>The same rule where no contracts are used: no more than information, which a build does not ask for.</summary>
#pragma warning disable RS2001 // The severity of the rule is that of its other descriptor: here it is only lower where nothing is declared.
    public static readonly DiagnosticDescriptor Informative = new(
        RuleIds.ObservedOrderCycle,
        Descriptor.Title,
        Descriptor.MessageFormat,
        Descriptor.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        Descriptor.Description,
        Descriptor.HelpLinkUri,
        WellKnownDiagnosticTags.CompilationEnd);
#pragma warning restore RS2001

    public static void Report(CompilationAnalysisContext context, LockScope scope, LockOrderGraph graph)
    {
        if (scope.Facts.IsEmpty && !graph.MayHoldCycle)
        {
            return;
        }

        var after = new Dictionary<string, HashSet<string>>();
        foreach ((string first, string second) in scope.Facts.Edges)
        {
            Successors(after, first).Add(second);
        }

        foreach (OrderedPair pair in graph.Pairs().Distinct().OrderBy(static pair => pair.Place.SourceTree!.FilePath, System.StringComparer.Ordinal).ThenBy(static pair => pair.Place.SourceSpan.Start).ThenBy(static pair => pair.Acquired, System.StringComparer.Ordinal))
        {
            if (Successors(after, pair.Held).Contains(pair.Acquired) || IsDeclaredOtherwise(scope, graph, pair))
            {
                continue;
            }

            if (Path(after, pair.Acquired, pair.Held) is { } path)
            {
                // A lock of another assembly is known because that assembly says so.
                bool isDeclared = path.Any(name => graph.Lock(name) is not { } @lock || scope.Contracts.IsNamedByContract(@lock));
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptor,
                    pair.Place,
                    isDeclared ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                    additionalLocations: null,
                    properties: null,
                    LockNames.Short(pair.Acquired),
                    LockNames.Short(pair.Held),
                    string.Join(" -> ", path.Select(LockNames.Short))));
                continue;
            }

            Successors(after, pair.Held).Add(pair.Acquired);
        }
    }

    // Against a declared order DIL0015 speaks.
    private static bool IsDeclaredOtherwise(LockScope scope, LockOrderGraph graph, OrderedPair pair)
        => graph.Lock(pair.Acquired) is { } acquired && graph.Lock(pair.Held) is { } held && scope.Order.IsBefore(acquired, held);

    private static List<string>? Path(Dictionary<string, HashSet<string>> after, string from, string to)
    {
        var previous = new Dictionary<string, string?> { [from] = null };
        var open = new Queue<string>();
        open.Enqueue(from);
        while (open.Count > 0)
        {
            string current = open.Dequeue();
            if (current == to)
            {
                var path = new List<string>();
                for (string? step = current; step is not null; step = previous[step])
                {
                    path.Insert(0, step);
                }

                return path;
            }

            foreach (string next in Successors(after, current).OrderBy(static name => name, System.StringComparer.Ordinal))
            {
                if (!previous.ContainsKey(next))
                {
                    previous.Add(next, current);
                    open.Enqueue(next);
                }
            }
        }

        return null;
    }

    private static HashSet<string> Successors(Dictionary<string, HashSet<string>> after, string @lock)
    {
        if (!after.TryGetValue(@lock, out HashSet<string>? successors))
        {
            after.Add(@lock, successors = new HashSet<string>());
        }

        return successors;
    }
}
