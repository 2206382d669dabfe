using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>The members that release or dispose of an object, and those of the same object that one of them calls.</summary>
internal sealed class ReachedReleases
{
    private readonly ReleasingMembers _members;
    private readonly CancellationToken _cancellation;
    private readonly HashSet<IMethodSymbol> _reached = new(SymbolEqualityComparer.Default);

    public ReachedReleases(ReleasingMembers members, IEnumerable<IMethodSymbol> roots, CancellationToken cancellation)
    {
        _members = members;
        _cancellation = cancellation;
        var work = new Stack<IMethodSymbol>(roots);
        while (work.Count > 0)
        {
            IMethodSymbol method = work.Pop();
            if (!_reached.Contains(method) && Of(method) is { } member)
            {
                _reached.Add(method);
                foreach (IMethodSymbol callee in member.Calls)
                {
                    work.Push(callee);
                }
            }
        }
    }

    /// <summary>In the order of their names.</summary>
    public IEnumerable<(IMethodSymbol Method, FieldReleases Releases)> Members
        => _reached.OrderBy(static method => method.Name, System.StringComparer.Ordinal).Select(method => (method, Of(method)!));

    /// <summary>What any member of the type does with the fields.</summary>
    public FieldReleases? Of(IMethodSymbol method) => _members.Of(method, _cancellation);

    public bool MayRelease(ISymbol field) => _reached.Any(method => Of(method)!.MayRelease(field));

    /// <summary>Whether a member may release the field that is not reached.</summary>
    public bool OthersMayRelease(ISymbol field) => _members.Methods.Any(method => !_reached.Contains(method) && Of(method)?.MayRelease(field) is true);
}
