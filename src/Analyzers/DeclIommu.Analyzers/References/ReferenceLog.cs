using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.References;

/// <summary>
/// Gathers what the flow finds. The same place is passed on several paths: a fault on a path that only an unlikely exception takes
/// counts only if no path is without it. A lost reference is reported once, at the place that gave it.
/// </summary>
internal sealed class ReferenceLog
{
    private readonly Dictionary<(string Rule, Location Place), Entry> _entries = new();
    private readonly List<Entry> _order = new();
    private readonly Dictionary<SyntaxNode, Loss> _losses = new();
    private readonly List<SyntaxNode> _lossOrder = new();
    private readonly Dictionary<SyntaxNode, HashSet<Location>> _releases = new();
    private readonly HashSet<Location> _guarded = new();

    private readonly HashSet<AccessPath> _repeated = new();

    /// <summary>What an operation does is worked out without being reported.</summary>
    public bool IsMuted { get; set; }

    public void Pass(DiagnosticDescriptor rule, Location place) => Record(rule, place, isFault: false, isSoft: false, rule.DefaultSeverity);

    public void Fault(DiagnosticDescriptor rule, Location place, bool isSoft, params object[] arguments)
        => Record(rule, place, isFault: true, isSoft, rule.DefaultSeverity, arguments);

    /// <summary>A loop acquires references to the object: how many there are is its affair, and nothing is reported of too many releases.</summary>
    public void Repeated(AccessPath subject) => _repeated.Add(subject);

    /// <summary>The object is released too often at the place.</summary>
    public void ExcessFault(DiagnosticDescriptor rule, Location place, bool isSoft, AccessPath subject, params object[] arguments)
    {
        Record(rule, place, isFault: true, isSoft, rule.DefaultSeverity, arguments);
        if (_entries.TryGetValue((rule.Id, place), out Entry? entry))
        {
            entry.Subject = subject;
        }
    }

    /// <summary>A fault that another place has to do with.</summary>
    public void FaultAlso(DiagnosticDescriptor rule, Location place, Location further, bool isSoft, params object[] arguments)
        => Record(rule, place, isFault: true, isSoft, rule.DefaultSeverity, arguments)?.Further.Add(further);

    /// <summary>A reference is given back.</summary>
    /// <param name="site">The place that gave it.</param>
    /// <param name="place">The place that gives it back.</param>
    public void Released(SyntaxNode? site, Location place)
    {
        if (site is null || IsMuted)
        {
            return;
        }

        if (!_releases.TryGetValue(site, out HashSet<Location>? places))
        {
            _releases.Add(site, places = new HashSet<Location>());
        }

        places.Add(place);
    }

    /// <summary>A place that gives a reference back is reached on a path on which there is none: a condition that is not understood must keep it from being so.</summary>
    public void Guarded(Location place)
    {
        if (!IsMuted)
        {
            _guarded.Add(place);
        }
    }

    /// <summary>A reference is lost.</summary>
    /// <param name="acquisition">Which.</param>
    /// <param name="name">What to call the object.</param>
    /// <param name="how">How.</param>
    /// <param name="mayBeTaken">Code it was passed to may have taken it over.</param>
    /// <param name="end">Where the path ends; null if the object loses its name before.</param>
    public void Lost(Acquisition acquisition, string name, LossKind how, bool mayBeTaken, Location? end)
    {
        if (acquisition.Site is not { } site || IsMuted)
        {
            return;
        }

        if (!_losses.TryGetValue(site, out Loss? loss))
        {
            _losses.Add(site, loss = new Loss(acquisition, name));
            _lossOrder.Add(site);
        }

        if (end is { IsInSource: true })
        {
            loss.Ends.Add(end);
        }

        if (!mayBeTaken)
        {
            loss.Kinds.Add(how);
        }
        else
        {
            loss.Unsure.Add(how);
        }
    }

    public IEnumerable<Diagnostic> Diagnostics(AnalysisOptions options)
    {
        foreach (Entry entry in _order)
        {
            if (entry.IsReported && entry.Place.IsInSource && (entry.Subject is null || !_repeated.Contains(entry.Subject)))
            {
                yield return Diagnostic.Create(entry.Rule, entry.Place, entry.Severity, entry.Further.Distinct(), properties: null, entry.Arguments);
            }
        }

        foreach (SyntaxNode site in _lossOrder)
        {
            Loss loss = _losses[site];
            if (_releases.TryGetValue(site, out HashSet<Location>? places))
            {
                // Given back on another path: so it was never another's to give back.
                loss.Kinds.UnionWith(loss.Unsure);
                loss.MayBeExcused = places.Overlaps(_guarded);
            }

            if (LeakRule.Judge(loss, options) is { } verdict)
            {
                yield return Diagnostic.Create(verdict.Rule, PlaceOf(site), verdict.Severity, loss.Ends.Distinct(), properties: null, LeakRule.Arguments(loss));
            }
        }
    }

    public static Location PlaceOf(SyntaxNode site) => site switch
    {
        ParameterSyntax parameter => parameter.Identifier.GetLocation(),
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax } => (site.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() ?? site).GetLocation(),
        _ => site.GetLocation(),
    };

    private Entry? Record(DiagnosticDescriptor rule, Location place, bool isFault, bool isSoft, DiagnosticSeverity severity, params object[] arguments)
    {
        if (IsMuted)
        {
            return null;
        }

        if (!_entries.TryGetValue((rule.Id, place), out Entry? entry))
        {
            _entries.Add((rule.Id, place), entry = new Entry(rule, place));
            _order.Add(entry);
        }

        if (!isFault)
        {
            entry.Passes++;
            return entry;
        }

        entry.Severity = entry.Arguments is null || severity > entry.Severity ? severity : entry.Severity;
        entry.Arguments ??= arguments;
        if (isSoft)
        {
            entry.SoftFaults++;
        }
        else
        {
            entry.Faults++;
        }

        return entry;
    }

    /// <summary>The ways in which the reference of one place is lost.</summary>
    internal sealed class Loss
    {
        public Loss(Acquisition acquisition, string name)
        {
            Acquisition = acquisition;
            Name = name;
        }

        public Acquisition Acquisition { get; }

        public string Name { get; }

        public HashSet<LossKind> Kinds { get; } = new();

        /// <summary>What keeps a release from being reached without a reference may let it be reached whenever there is one.</summary>
        public bool MayBeExcused { get; set; }

        /// <summary>The ways in which it is lost unless code that it was passed to took it over.</summary>
        public HashSet<LossKind> Unsure { get; } = new();

        /// <summary>Where the paths end on which it is lost.</summary>
        public List<Location> Ends { get; } = new();
    }

    private sealed class Entry
    {
        public Entry(DiagnosticDescriptor rule, Location place)
        {
            Rule = rule;
            Place = place;
            Severity = rule.DefaultSeverity;
        }

        public DiagnosticDescriptor Rule { get; }

        public Location Place { get; }

        public DiagnosticSeverity Severity { get; set; }

        public int Passes { get; set; }

        public int Faults { get; set; }

        public int SoftFaults { get; set; }

        public object[]? Arguments { get; set; }

        public AccessPath? Subject { get; set; }

        /// <summary>Other places that have to do with it.</summary>
        public List<Location> Further { get; } = new();

        public bool IsReported => Faults > 0 || (SoftFaults > 0 && Passes == 0);
    }
}
