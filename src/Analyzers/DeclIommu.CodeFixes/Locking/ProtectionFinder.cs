using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DeclIommu.Analyzers;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Chooses how code is put under the lock that a diagnostic names.</summary>
internal static class ProtectionFinder
{
    /// <summary>The protection, or null where taking the lock would not compile, or might wait for itself.</summary>
    public static Protection? Find(WrapPlace place, Diagnostic diagnostic, SemanticModel model, ContractReader contracts, CancellationToken cancellation)
    {
        if (LockText.Parse(diagnostic) is not { } @lock)
        {
            return null;
        }

        ITypeSymbol? type = model.GetSpeculativeTypeInfo(place.Code.SpanStart, @lock, SpeculativeBindingOption.BindAsExpression).Type;
        bool isReentrant = true;
        ProtectionKind kind;
        switch (PrimitiveContracts.PrimitiveOf(type))
        {
            case null when type is { SpecialType: SpecialType.System_Object }:
            case { Name: "Lock" }:
                kind = ProtectionKind.LockStatement;
                break;
            case { Name: "Mutex" }:
                kind = ProtectionKind.Mutex;
                break;
            case { Name: "ReaderWriterLockSlim" }:
                isReentrant = false;
                kind = Writes(place, diagnostic, @lock, model, contracts, cancellation) ? ProtectionKind.Writing : ProtectionKind.Reading;
                break;
            case { Name: "SemaphoreSlim" }:
                isReentrant = false;
                kind = IsAsync(place.Node) ? ProtectionKind.Awaiting : ProtectionKind.Waiting;
                break;
            case { Name: "SpinLock" }:
                isReentrant = false;
                kind = ProtectionKind.Spinning;
                break;
            default:
                return null;
        }

        bool suspends = place.OwnNodes().Any(static node => node is YieldStatementSyntax || (node is CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 }));
        bool awaits = kind is not ProtectionKind.Awaiting && place.OwnNodes().Any(static node => node is AwaitExpressionSyntax);
        bool maybeHeld = !isReentrant && (diagnostic.Properties.ContainsKey(FixProperties.IsPartlyHeld) || Mentions(place, @lock));
        return suspends || awaits || maybeHeld ? null : new Protection(@lock, kind, NewName(place));
    }

    // A read lock that is made a write lock further in waits for itself: what is written anywhere in the code decides.
    private static bool Writes(WrapPlace place, Diagnostic diagnostic, ExpressionSyntax @lock, SemanticModel model, ContractReader contracts, CancellationToken cancellation)
        => diagnostic.Id == RuleIds.GuardedWrite || GuardedWrites.Contains(place.Code, @lock, model, contracts, cancellation);

    private static bool Mentions(WrapPlace place, ExpressionSyntax @lock)
        => place.Code.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(access => GuardedWrites.LastName(access.Expression) == GuardedWrites.LastName(@lock));

    private static bool IsAsync(SyntaxNode node) => node.AncestorsAndSelf().Select(static outer => outer switch
    {
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax function => function.AsyncKeyword.RawKind != 0,
        GlobalStatementSyntax => true,
        MemberDeclarationSyntax or AccessorDeclarationSyntax => false,
        _ => (bool?)null,
    }).FirstOrDefault(static isAsync => isAsync is not null) ?? false;

    private static string NewName(WrapPlace place)
    {
        const string name = "lockTaken";
        SyntaxNode member = place.Node.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? place.Node;
        var known = new HashSet<string>(member.DescendantTokens().Select(static token => token.ValueText));
        int number = 2;
        string free = name;
        while (known.Contains(free))
        {
            free = name + number++;
        }

        return free;
    }
}
