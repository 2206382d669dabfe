using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>Finds the ways out of the members that release an object on which an owned field is not released.</summary>
internal sealed class SkippedReleases
{
    private readonly ReachedReleases _reached;
    private readonly List<(IMethodSymbol Method, FieldReleases Releases)> _members;

    /// <param name="reached">The members that release the object, and those that one of them calls.</param>
    public SkippedReleases(ReachedReleases reached)
    {
        _reached = reached;
        _members = reached.Members.ToList();
    }

    /// <summary>The member that an exception leaves before the field is released; information if it is only possible.</summary>
    public (IMethodSymbol? Member, DiagnosticSeverity Severity) ByException(ISymbol field)
    {
        IMethodSymbol? unlikely = null;
        foreach ((IMethodSymbol method, FieldReleases member) in _members)
        {
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
        foreach ((IMethodSymbol method, FieldReleases member) in _members.Where(static entry => entry.Method.MethodKind is not MethodKind.Destructor))
        {
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
    public IMethodSymbol? ByElement(ISymbol field) => _members.FirstOrDefault(entry => entry.Releases.LosesElements(field)).Method;

    /// <summary>Whether a path has called a member that releases the field.</summary>
    private bool LeavesTo(FlowExit exit, ISymbol field) => _members.Any(other => OwnCalls.Has(exit.State, other.Method) && MayRelease(other.Method, field, depth: 4));

    private bool MayRelease(IMethodSymbol method, ISymbol field, int depth)
        => _reached.Of(method) is { } member && (member.MayRelease(field) || (depth > 0 && member.Calls.Any(callee => MayRelease(callee, field, depth - 1))));

    /// <summary>Whether a path is one on which there is nothing to do: everything was released before, or a finalizer is at work.</summary>
    private bool IsExcused(IMethodSymbol method, FlowExit exit)
    {
        bool isFinalizing = method is { Name: "Dispose", Parameters: { Length: 1 } parameters } && exit.State.Known.Find(parameters[0])?.EqualTo(false) is true;
        return isFinalizing || exit.State.Values.Any(entry => entry.Key is TestedGuard guard && IsChanged(guard));
    }

    // To what it was found to be: what one of the members sets to true does not tell, where it is false, that the work is done.
    private bool IsChanged(TestedGuard guard)
        => guard.Member is IMethodSymbol method ? _reached.Of(method) is { Writes.IsEmpty: false }
            : _members.Any(member => member.Releases.Writes.TryGetValue(guard.Member, out GuardValues given) && (given & guard.Answer) != 0);
}
