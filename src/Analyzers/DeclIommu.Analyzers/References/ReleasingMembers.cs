using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>The members of a type that may release what its fields own. The flow runs only through those that are asked for: most types release in one or two.</summary>
internal sealed class ReleasingMembers
{
    private readonly ConcurrentDictionary<IMethodSymbol, (MemberBody Body, AccessPath Instance)> _bodies = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IMethodSymbol, FieldReleases?> _members = new(SymbolEqualityComparer.Default);
    private readonly ReferenceScope _scope;

    public ReleasingMembers(ReferenceScope scope) => _scope = scope;

    public IEnumerable<IMethodSymbol> Methods => _bodies.Keys;

    /// <summary>Adds a member. Safe for concurrent use, as long as nothing is asked for.</summary>
    public void Add(IMethodSymbol method, MemberBody body, AccessPath instance) => _bodies[method.OriginalDefinition] = (body, instance);

    /// <summary>What a member does with the fields; null if it is none of the type's. Not safe for concurrent use.</summary>
    public FieldReleases? Of(IMethodSymbol method, CancellationToken cancellation)
    {
        if (!_members.TryGetValue(method, out FieldReleases? member))
        {
            // Entered first: a member may call itself.
            _members.Add(method, null);
            _members[method] = member = _bodies.TryGetValue(method, out (MemberBody Body, AccessPath Instance) known) ? Run(method, known.Body, known.Instance, cancellation) : null;
        }

        return member;
    }

    private FieldReleases? Run(IMethodSymbol method, MemberBody body, AccessPath instance, CancellationToken cancellation)
    {
        if (body.Blocks.FirstOrDefault(static block => block is IBlockOperation) is not { } block)
        {
            return null;
        }

        var analysis = new ReferenceAnalysis(_scope, method, body.Blocks, cancellation) { TracksOwnCalls = true };
        analysis.Log.IsMuted = true;
        var flow = new FunctionFlow(analysis, body.Graph(block), method, outer: null);
        flow.Run(FlowState.Empty);
        return new FieldReleases(analysis, flow.Exits, body.Blocks, instance);
    }
}
