using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Flow;

/// <summary>The lock statements of a body.</summary>
/// <remarks>
/// The control flow graph is not asked for them: with nullable reference types on it drops <c>lock</c> on a
/// <c>System.Threading.Lock</c> without a trace. They are structured, so what lies inside is held, on every path.
/// </remarks>
internal sealed class LexicalLocks
{
    private readonly List<ILockOperation> _locks = new();

    /// <summary>Collects the lock statements below an operation, not those of lambdas and local functions in it.</summary>
    public LexicalLocks(IOperation root) => Collect(root, isRoot: true);

    public bool IsEmpty => _locks.Count == 0;

    public IReadOnlyList<ILockOperation> Locks => _locks;

    /// <summary>The lock statements with nothing inside whose object the piece of code computes: no operation will be found within them.</summary>
    public IEnumerable<ILockOperation> EmptyAt(SyntaxNode syntax)
        => _locks.Where(candidate => candidate.LockedValue.Syntax == syntax && candidate.Body.Descendants().All(static operation => operation is IBlockOperation or IEmptyOperation));

    /// <summary>The lock statements around a piece of code, outermost first.</summary>
    public ImmutableArray<ILockOperation> Around(SyntaxNode syntax)
    {
        if (_locks.Count == 0)
        {
            return ImmutableArray<ILockOperation>.Empty;
        }

        ImmutableArray<ILockOperation>.Builder? around = null;
        foreach (ILockOperation candidate in _locks)
        {
            if (candidate.Syntax is LockStatementSyntax statement && statement.Statement.Span.Contains(syntax.Span)
                && !(syntax == statement.Statement && syntax.IsKind(SyntaxKind.EmptyStatement)))
            {
                (around ??= ImmutableArray.CreateBuilder<ILockOperation>()).Add(candidate);
            }
        }

        return around is null ? ImmutableArray<ILockOperation>.Empty : around.ToImmutable();
    }

    private void Collect(IOperation operation, bool isRoot)
    {
        if (!isRoot && operation is IAnonymousFunctionOperation or ILocalFunctionOperation)
        {
            return;
        }

        if (operation is ILockOperation lockOperation)
        {
            _locks.Add(lockOperation);
        }

        foreach (IOperation child in operation.ChildOperations)
        {
            Collect(child, isRoot: false);
        }
    }
}
