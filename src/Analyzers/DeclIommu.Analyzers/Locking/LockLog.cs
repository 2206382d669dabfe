using System.Collections.Generic;
using System.Collections.Immutable;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>
/// Gathers what the flow finds. The same place is passed on several paths: a fault on a path that only an unlikely exception takes
/// counts only if no path is without it.
/// </summary>
internal sealed class LockLog
{
    private readonly Dictionary<(string Rule, Location Location, string Key), Entry> _entries = new();
    private readonly List<Entry> _order = new();

    public void Record(DiagnosticDescriptor rule, Location location, string key, bool isFault, bool isSoft, params object[] arguments)
        => Record(rule, location, key, isFault, isSoft, rule.DefaultSeverity, arguments);

    public void Record(DiagnosticDescriptor rule, Location location, string key, bool isFault, bool isSoft, DiagnosticSeverity severity, params object[] arguments)
    {
        if (!_entries.TryGetValue((rule.Id, location, key), out Entry? entry))
        {
            _entries.Add((rule.Id, location, key), entry = new Entry(rule, location, severity));
            _order.Add(entry);
        }

        if (!isFault)
        {
            entry.Passes++;
            return;
        }

        entry.Severity = entry.Arguments is null ? severity : entry.Severity;
        if (isSoft)
        {
            entry.SoftFaults++;
        }
        else
        {
            entry.Faults++;
        }

        entry.Arguments ??= arguments;
    }

    public void Fault(DiagnosticDescriptor rule, Location location, params object[] arguments)
        => Record(rule, location, arguments.Length > 0 ? arguments[0].ToString() : "", isFault: true, isSoft: false, arguments);

    /// <summary>Whether a fault of the rule stands at the place.</summary>
    public bool Has(DiagnosticDescriptor rule, Location location)
    {
        foreach (Entry entry in _order)
        {
            if (entry.Rule.Id == rule.Id && entry.IsReported && entry.Location.Equals(location))
            {
                return true;
            }
        }

        return false;
    }

    public IEnumerable<Diagnostic> Diagnostics()
    {
        foreach (Entry entry in _order)
        {
            if (entry.IsReported && entry.Location.IsInSource)
            {
                yield return ToDiagnostic(entry);
            }
        }
    }

    private static Diagnostic ToDiagnostic(Entry entry)
        => Diagnostic.Create(entry.Rule, entry.Location, entry.Severity, additionalLocations: null, Properties(entry), entry.Arguments);

    /// <summary>The faults that consist in one lock not being held, with that lock.</summary>
    public IEnumerable<(AccessPath Lock, Diagnostic Fault)> MissingLocks()
    {
        foreach (Entry entry in _order)
        {
            if (entry.IsReported && entry.Rule.Id is RuleIds.GuardedRead or RuleIds.GuardedWrite or RuleIds.GuardedPointee or RuleIds.CallRequiresLock && entry.Arguments is { Length: > 1 } arguments && arguments[1] is AccessPath path)
            {
                yield return (path, ToDiagnostic(entry));
            }
        }
    }

    /// <summary>What a code fix needs to know.</summary>
    private static ImmutableDictionary<string, string?> Properties(Entry entry)
    {
        if (entry.Rule.Id is not (RuleIds.GuardedRead or RuleIds.GuardedWrite or RuleIds.GuardedPointee or RuleIds.CallRequiresLock) || entry.Arguments is not { Length: > 1 } arguments)
        {
            return ImmutableDictionary<string, string?>.Empty;
        }

        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Lock, arguments[1].ToString());
        return arguments.Length > 2 && arguments[2] is LockFacts.HeldShared or LockFacts.HeldSomewhere ? properties.Add(FixProperties.IsPartlyHeld, "true") : properties;
    }

    private sealed class Entry
    {
        public Entry(DiagnosticDescriptor rule, Location location, DiagnosticSeverity severity)
        {
            Rule = rule;
            Location = location;
            Severity = severity;
        }

        public DiagnosticDescriptor Rule { get; }

        public Location Location { get; }

        public DiagnosticSeverity Severity { get; set; }

        public int Passes { get; set; }

        public int Faults { get; set; }

        public int SoftFaults { get; set; }

        public object[]? Arguments { get; set; }

        public bool IsReported => Faults > 0 || (SoftFaults > 0 && Passes == 0);
    }
}
