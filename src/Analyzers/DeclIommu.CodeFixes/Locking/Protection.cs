using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>A lock, and how code is put under it.</summary>
/// <param name="Lock">The lock as the code names it.</param>
/// <param name="Kind">How it is taken and released.</param>
/// <param name="FlagName">What a variable that tells of success can be called.</param>
internal sealed record Protection(ExpressionSyntax Lock, ProtectionKind Kind, string FlagName)
{
    /// <summary>What the user reads.</summary>
    public string Title => Kind switch
    {
        ProtectionKind.LockStatement => "Wrap in lock (" + Lock + ")",
        ProtectionKind.Reading => "Wrap in a read lock of '" + Lock + "'",
        ProtectionKind.Writing => "Wrap in a write lock of '" + Lock + "'",
        _ => "Wrap in '" + Lock + "'",
    };

    /// <summary>Whether neighbours can share one lock.</summary>
    public bool IsOf(Protection other) => Lock.ToString() == other.Lock.ToString();

    /// <summary>The stronger of two protections by one lock.</summary>
    public Protection With(Protection other) => other.Kind is ProtectionKind.Writing or ProtectionKind.Awaiting ? other : this;

    /// <summary>The statements under the lock.</summary>
    public IReadOnlyList<StatementSyntax> Around(IReadOnlyList<StatementSyntax> statements)
    {
        SyntaxTriviaList leading = statements[0].GetLeadingTrivia();
        SyntaxTriviaList trailing = statements[statements.Count - 1].GetTrailingTrivia();
        IEnumerable<StatementSyntax> inner = statements.Select((statement, index) => index == 0 ? statement.WithoutLeadingTrivia() : statement);
        BlockSyntax body = SyntaxFactory.Block(inner.Select((statement, index) => index == statements.Count - 1 ? statement.WithoutTrailingTrivia() : statement));
        return Kind switch
        {
            ProtectionKind.LockStatement => new[] { Finish(SyntaxFactory.LockStatement(Lock, body), leading, trailing) },
            ProtectionKind.Reading => Between(Call("EnterReadLock"), body, Call("ExitReadLock"), leading, trailing),
            ProtectionKind.Writing => Between(Call("EnterWriteLock"), body, Call("ExitWriteLock"), leading, trailing),
            ProtectionKind.Waiting => Between(Call("Wait"), body, Call("Release"), leading, trailing),
            ProtectionKind.Awaiting => Between(Parse("await " + Lock + ".WaitAsync();"), body, Call("Release"), leading, trailing),
            ProtectionKind.Mutex => Between(Call("WaitOne"), body, Call("ReleaseMutex"), leading, trailing),
            _ => Spin(body, leading, trailing),
        };
    }

    /// <summary>The statement under the lock, where there is place for one only.</summary>
    public StatementSyntax AroundOne(StatementSyntax statement)
        => Around(new[] { statement }) is { Count: 1 } single
            ? single[0]
            : SyntaxFactory.Block(Around(new[] { statement.WithoutTrivia() })).WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation);

    private IReadOnlyList<StatementSyntax> Between(StatementSyntax enter, BlockSyntax body, StatementSyntax exit, SyntaxTriviaList leading, SyntaxTriviaList trailing)
        => new[] { Finish(enter, leading, SyntaxFactory.TriviaList(SyntaxFactory.ElasticLineFeed)), Finish(Try(body, exit), default, trailing) };

    // An exception between the acquisition and the try block would leave a spin lock held for good. The block keeps the variable to itself.
    private IReadOnlyList<StatementSyntax> Spin(BlockSyntax body, SyntaxTriviaList leading, SyntaxTriviaList trailing)
    {
        BlockSyntax entered = body.WithStatements(body.Statements.Insert(0, Parse(Lock + ".Enter(ref " + FlagName + ");").WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)));
        StatementSyntax exit = SyntaxFactory.IfStatement(SyntaxFactory.IdentifierName(FlagName), SyntaxFactory.Block(Call("Exit")));
        return new[] { Finish(SyntaxFactory.Block(Parse("bool " + FlagName + " = false;"), Try(entered, exit)), leading, trailing) };
    }

    private static TryStatementSyntax Try(BlockSyntax body, StatementSyntax exit)
        => SyntaxFactory.TryStatement(body, default, SyntaxFactory.FinallyClause(SyntaxFactory.Block(exit)));

    private StatementSyntax Call(string method) => Parse(Lock + "." + method + "();");

    private static StatementSyntax Parse(string text) => SyntaxFactory.ParseStatement(text);

    private static StatementSyntax Finish(StatementSyntax statement, SyntaxTriviaList leading, SyntaxTriviaList trailing)
        => statement.WithLeadingTrivia(leading).WithTrailingTrivia(trailing).WithAdditionalAnnotations(Formatter.Annotation);
}
