using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.References;

/// <summary>DIR0016: the last reference is not given up under a lock that the clean-up must have for itself.</summary>
/// <remarks>
/// What a releasing member does is known by its body and those of the members it calls, as far as they are in the compilation and have to do with
/// references, and by the contracts of the rest. What the releasing member says itself is not repeated: the rules of locks report that at the call.
/// </remarks>
internal sealed class FinalReleaseRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.FinalReleaseUnderLock,
        "Last release under a lock that the clean-up excludes",
        "If this gives up the last reference to '{0}', its clean-up {1}",
        RuleCategories.References,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A release that happens to be the last one runs the clean-up where it stands, under the locks that are held there. It waits for ever, or takes locks against their order, and only on the day on which nobody else has a reference.",
        helpLinkUri: RuleLinks.For(RuleIds.FinalReleaseUnderLock),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>A clean-up that goes through more members is not followed to its end.</summary>
    private const int MaximumDepth = 4;

    private readonly ReferenceScope _scope;
    private readonly ConcurrentDictionary<IMethodSymbol, CleanUp> _members = new(SymbolEqualityComparer.Default);

    public FinalReleaseRule(ReferenceScope scope) => _scope = scope;

    /// <summary>Remembers what a member does.</summary>
    public void Add(ISymbol owner, CleanUp cleanUp)
    {
        if (owner is IMethodSymbol method && (cleanUp.Locks.Count > 0 || cleanUp.Calls.Count > 0))
        {
            _members[method.OriginalDefinition] = cleanUp;
        }
    }

    public void Report(CompilationAnalysisContext context)
    {
        IEnumerable<ReleaseUnderLock> releases = _members.Values.SelectMany(static member => member.Releases)
            .OrderBy(static release => release.Place.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(static release => release.Place.SourceSpan.Start);
        foreach (IGrouping<Location, ReleaseUnderLock> place in releases.GroupBy(static release => release.Place))
        {
            (string Text, bool IsSure)? worst = place.Select(Judge).Where(static verdict => verdict is not null).OrderByDescending(static verdict => verdict!.Value.IsSure).FirstOrDefault();
            if (worst is var (text, isSure))
            {
                DiagnosticSeverity severity = isSure ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
                context.ReportDiagnostic(Diagnostic.Create(Descriptor, place.Key, severity, additionalLocations: null, properties: null, place.First().Name, text));
            }
        }
    }

    private (string Text, bool IsSure)? Judge(ReleaseUnderLock release)
    {
        (string Text, bool IsSure)? found = null;
        AccessPath[] stated = _scope.Locks.Effects(release.Call.Member).Effects.Select(effect => effect.Lock.Instantiate(release.Call.Receiver, release.Call.Argument)).OfType<AccessPath>().ToArray();
        foreach (NeededLock needed in Needed(release.Call, MaximumDepth, new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default)).Where(needed => !stated.Contains(needed.Lock)))
        {
            foreach (KeyValuePair<AccessPath, HeldLock> held in release.Held.Where(static held => !held.Value.IsMaybe))
            {
                (string, bool)? verdict = Judge(needed, held.Key, held.Value, release.Call.Receiver);
                found = found is { IsSure: true } ? found : verdict ?? found;
            }
        }

        return found;
    }

    private (string Text, bool IsSure)? Judge(NeededLock needed, AccessPath held, HeldLock how, AccessPath? released)
    {
        bool isSame = needed.Lock.Equals(held) || needed.Lock.Covers(held) || held.Covers(needed.Lock);
        if (!isSame && needed.IsAcquired && needed.Lock.LastSymbol is { } first && held.LastSymbol is { } second && _scope.LockScope.Order.IsBefore(first, second))
        {
            return ("acquires '" + needed.Lock + "', which is declared to be acquired before '" + held + "' that is held here", true);
        }

        // Who holds a lock that can be taken again only takes it again.
        if (needed.IsAcquired && how.Primitive.IsReentrant)
        {
            return null;
        }

        string text = (needed.IsAcquired ? "acquires '" : "must run without '") + needed.Lock + "'";
        if (isSame)
        {
            return (text + ", which is held here", true);
        }

        // The lock of something that the object knows: perhaps of what is locked here.
        bool mayBeSame = SymbolEqualityComparer.Default.Equals(needed.Lock.LastSymbol, held.LastSymbol) && needed.Lock.Segments.Length > (released?.Segments.Length ?? 0) + 1;
        return mayBeSame ? (text + ", which may be '" + held + "' that is held here", false) : null;
    }

    /// <summary>The locks that a call needs, in the names of its caller.</summary>
    private IEnumerable<NeededLock> Needed(CalledMember call, int depth, HashSet<IMethodSymbol> within)
    {
        if (depth == 0 || !_members.TryGetValue(call.Member, out CleanUp? member) || !within.Add(call.Member))
        {
            yield break;
        }

        IEnumerable<NeededLock> further = member.Calls.SelectMany(callee => Needed(callee, depth - 1, within));
        foreach (NeededLock needed in member.Locks.Concat(further).ToArray())
        {
            if (call.Translate(needed.Lock) is { } translated)
            {
                yield return needed with { Lock = translated };
            }
            else if (needed.IsAcquired)
            {
                // The caller has no name for whose lock it is, but knows which.
                yield return needed;
            }
        }

        within.Remove(call.Member);
    }
}
