using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>Finds the ways out of the members that release an object on which an owned field is not released.</summary>
internal sealed class SkippedReleases
{
    private readonly IReadOnlyDictionary<IMethodSymbol, FieldReleases> _members;
    private readonly List<IMethodSymbol> _reached;

    /// <param name="members">The members of the type.</param>
    /// <param name="reached">Those that release the object, or that one of those calls.</param>
    public SkippedReleases(IReadOnlyDictionary<IMethodSymbol, FieldReleases> members, IEnumerable<IMethodSymbol> reached)
    {
        _members = members;
        _reached = reached.OrderBy(static method => method.Name, System.StringComparer.Ordinal).ToList();
    }

    /// <summary>The member that an exception leaves before the field is released; information if it is only possible.</summary>
    public (IMethodSymbol? Member, DiagnosticSeverity Severity) ByException(ISymbol field)
    {
        IMethodSymbol? unlikely = null;
        foreach (IMethodSymbol method in _reached)
        {
            FieldReleases member = _members[method];
            foreach (FlowExit exit in member.Exits)
            {
                bool isSkipped = exit.IsExceptional && member.MayRelease(field) && !member.IsReleased(field, exit) && !LeavesTo(exit, field);
                if (isSkipped && !exit.State.IsSoft && exit.Location != Location.None && exit.Thrown is not { Name: "ObjectDisposedException" })
                {
                    return (method, DiagnosticSeverity.Warning);
                }

                unlikely = isSkipped && exit.State.IsSoft ? unlikely ?? method : unlikely;
            }
        }

        return (unlikely, DiagnosticSeverity.Info);
    }

    /// <summary>The member that releases the field on other paths but not on all, and where such a path ends.</summary>
    public (IMethodSymbol? Member, Location? End) ByReturn(ISymbol field)
    {
        foreach (IMethodSymbol method in _reached.Where(static method => method.MethodKind is not MethodKind.Destructor))
        {
            FieldReleases member = _members[method];
            List<FlowExit> returns = member.Exits.Where(static exit => exit is { IsExceptional: false, State.IsSoft: false }).ToList();
            if (returns.Any(IsDone) && returns.FirstOrDefault(exit => !IsDone(exit) && !IsExcused(method, exit)) is { } skipped)
            {
                return (method, skipped.Location);
            }

            bool IsDone(FlowExit exit) => member.IsReleased(field, exit) || LeavesTo(exit, field);
        }

        return (null, null);
    }

    /// <summary>The member whose loop leaves out some of what is in the field.</summary>
    public IMethodSymbol? ByElement(ISymbol field) => _reached.FirstOrDefault(method => _members[method].LosesElements(field));

    /// <summary>Whether a path has called a member that releases the field.</summary>
    private bool LeavesTo(FlowExit exit, ISymbol field) => _reached.Any(other => OwnCalls.Has(exit.State, other) && MayRelease(other, field, depth: 4));

    private bool MayRelease(IMethodSymbol method, ISymbol field, int depth)
        => _members.TryGetValue(method, out FieldReleases? member) && (member.MayRelease(field) || (depth > 0 && member.Calls.Any(callee => MayRelease(callee, field, depth - 1))));

    /// <summary>Whether a path is one on which there is nothing to do: everything was released before, or a finalizer is at work.</summary>
    private bool IsExcused(IMethodSymbol method, FlowExit exit)
    {
        bool isFinalizing = method is { Name: "Dispose", Parameters: { Length: 1 } parameters } && exit.State.Known.Find(parameters[0])?.EqualTo(false) is true;
        return isFinalizing || exit.State.Values.Any(entry => entry.Key is TestedGuard guard && IsChanged(guard));
    }

    // To what it was found to be: what one of the members sets to true does not tell, where it is false, that the work is done.
    private bool IsChanged(TestedGuard guard)
        => guard.Member is IMethodSymbol method ? _members.TryGetValue(method, out FieldReleases? member) && !member.Writes.IsEmpty
            : _reached.Any(member => _members[member].Writes.TryGetValue(guard.Member, out GuardValues given) && (given & guard.Answer) != 0);
}
