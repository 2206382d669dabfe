using System.Collections.Concurrent;
using System.Threading;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.OrderFacts;

/// <summary>
/// The members that say nothing of locks themselves, in sources that do: who calls them under a lock may reach another. They are looked at after all others, and only if more than
/// one lock is held around anything. Safe for concurrent use.
/// </summary>
internal sealed class PlainMembers
{
    private readonly ConcurrentQueue<SemanticModel> _sources = new();
    private readonly ConcurrentDictionary<ISymbol, byte> _seen = new(SymbolEqualityComparer.Default);

    /// <summary>Notes a source that seems to name locks.</summary>
    public void Note(SemanticModel source)
    {
        if ((SourceWords.Of(source.SyntaxTree) & WordKinds.LockLike) != 0)
        {
            _sources.Enqueue(source);
        }
    }

    /// <summary>Notes a member that names locks: the graph has it already.</summary>
    public void Note(ISymbol member) => _seen.TryAdd(member, 0);

    public void AddTo(LockOrderGraph graph, LockScope scope, CancellationToken cancellation)
    {
        if (!graph.MayHoldCycle)
        {
            return;
        }

        foreach (SemanticModel source in _sources)
        {
            foreach (MemberBody member in MemberBodies.All(source, cancellation))
            {
                if (!_seen.ContainsKey(member.Owner) && !LockInterest.Has(member.Owner, member.Blocks, scope, out PlainMember plain))
                {
                    graph.Add(member.Owner, plain);
                }
            }
        }
    }
}
