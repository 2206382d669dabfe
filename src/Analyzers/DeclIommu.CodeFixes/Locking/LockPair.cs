using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>A statement that takes a lock and one in the same list that gives it back.</summary>
/// <param name="Enter">The statement that takes the lock.</param>
/// <param name="Release">The text of the statement that gives it back.</param>
internal sealed record LockPair(StatementSyntax Enter, string Release)
{
    /// <summary>The nearest pair whose acquisition is at or before a statement, or null if none can be made into try and finally.</summary>
    public static LockPair? Around(StatementSyntax reported, SemanticModel model, ContractReader contracts, CancellationToken cancellation)
    {
        foreach (SyntaxNode list in reported.AncestorsAndSelf().TakeWhile(static outer => outer is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax)))
        {
            foreach (StatementSyntax enter in StatementLists.Of(list).Where(statement => statement.SpanStart <= reported.SpanStart).Reverse())
            {
                if (LockOf(enter, LockEffectKind.Acquire, model, contracts, cancellation) is { } @lock && Find(enter, @lock, model, contracts, cancellation) is { } pair)
                {
                    return pair;
                }
            }
        }

        return null;
    }

    private static LockPair? Find(StatementSyntax enter, string @lock, SemanticModel model, ContractReader contracts, CancellationToken cancellation)
    {
        bool Releases(StatementSyntax statement) => LockOf(statement, LockEffectKind.Release, model, contracts, cancellation) == @lock;

        List<StatementSyntax> statements = StatementLists.Of(enter.Parent!).SkipWhile(statement => statement != enter).Skip(1).ToList();
        int exit = statements.FindLastIndex(Releases);
        if (exit < 1)
        {
            return null;
        }

        // A release further in must leave at once, so that the finally block can stand for it.
        string text = TextOf(statements[exit]);
        IEnumerable<StatementSyntax> others = statements.Take(exit)
            .SelectMany(static statement => statement.DescendantNodesAndSelf(static inner => inner is not AnonymousFunctionExpressionSyntax).OfType<StatementSyntax>())
            .Where(statement => Simple(statement) == statement && Releases(statement));
        bool isSure = others.All(other => TextOf(other) == text && IsFollowedByExit(other));
        return isSure && (!StatementLists.DeclaresFor(statements.Take(exit), statements.Skip(exit + 1)) || IsOnlyResult(statements.Skip(exit + 1))) ? new LockPair(enter, text) : null;
    }

    /// <summary>A statement as it is compared.</summary>
    public static string TextOf(StatementSyntax statement) => statement.WithoutTrivia().ToString();

    /// <summary>Whether nothing is left to do but to leave the function.</summary>
    public static bool IsFollowedByExit(StatementSyntax statement)
        => StatementLists.Of(statement.Parent!).SkipWhile(other => other != statement).Skip(1).FirstOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax;

    /// <summary>Whether statements only return a variable.</summary>
    public static bool IsOnlyResult(IEnumerable<StatementSyntax> statements)
        => statements.Take(2).ToList() is { Count: 1 } rest && rest[0] is ReturnStatementSyntax { Expression: IdentifierNameSyntax or LiteralExpressionSyntax };

    // The lock as the code names it, if the statement is a call with that effect; a release may hang on the flag of the acquisition.
    private static string? LockOf(StatementSyntax statement, LockEffectKind kind, SemanticModel model, ContractReader contracts, CancellationToken cancellation)
    {
        if ((kind is LockEffectKind.Release ? Simple(statement) : statement) is not ExpressionStatementSyntax { Expression: var expression })
        {
            return null;
        }

        IOperation? operation = model.GetOperation(expression, cancellation);
        while (operation is IAwaitOperation awaited)
        {
            operation = awaited.Operation;
        }

        operation = operation is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task } ? task : operation;
        return operation is IInvocationOperation call && contracts.Effects(call.TargetMethod, call.Instance?.Type).Effects is { Length: 1 } effects && effects[0].Kind == kind && effects[0].Lock.Segments.IsEmpty
            ? effects[0].Lock.Root switch
            {
                TemplateRoot.This => call.Instance?.Syntax.ToString(),
                TemplateRoot.Parameter => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == effects[0].Lock.Ordinal)?.Value.Syntax.ToString(),
                _ => null,
            }
            : null;
    }

    private static StatementSyntax Simple(StatementSyntax statement) => statement switch
    {
        IfStatementSyntax { Condition: IdentifierNameSyntax, Else: null, Statement: BlockSyntax { Statements: { Count: 1 } inner } } => inner[0],
        IfStatementSyntax { Condition: IdentifierNameSyntax, Else: null, Statement: ExpressionStatementSyntax inner } => inner,
        _ => statement,
    };
}
