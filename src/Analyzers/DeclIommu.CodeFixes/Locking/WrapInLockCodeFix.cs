using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using DeclIommu.Analyzers;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>
/// Puts the statement of an unguarded access or call, or the expression that is the body of its member, accessor or lambda, under the lock:
/// in a lock statement, or between the calls that take and release a lock of another kind.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class WrapInLockCodeFix : EditingCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; }
        = ImmutableArray.Create(RuleIds.GuardedRead, RuleIds.GuardedWrite, RuleIds.GuardedPointee, RuleIds.CallRequiresLock);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new WrapInLockFixAll();

    internal override IEnumerable<Edit> Find(FixPlace place)
    {
        if (Find(place.Root, place.Model, place.ReadScope().LockScope.Contracts, place.Diagnostic, place.Cancellation) is var (found, protection))
        {
            yield return new Edit(protection.Title, nameof(WrapInLockCodeFix), found.Node, (root, current) => WrapPlace.Protect(root, current, found.ReturnsValue, protection));
        }
    }

    /// <summary>The place of a diagnostic that can be put under its lock, and how.</summary>
    internal static (WrapPlace Place, Protection Protection)? Find(SyntaxNode root, SemanticModel model, ContractReader contracts, Diagnostic diagnostic, CancellationToken cancellation)
        => WrapPlace.Around(root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), model, cancellation) is { } place
            && ProtectionFinder.Find(place, diagnostic, model, contracts, cancellation) is { } protection
            ? (place, protection)
            : null;
}
