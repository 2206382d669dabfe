using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.Tests.Runtime;

/// <summary>Leaves out a call that takes a lock (<c>Monitor.Enter</c>, <c>Lock.TryEnter</c>, …) together with the calls of the member that let the same lock go.</summary>
internal sealed class LockCallDeletion : IDeletion
{
    private static readonly string[] Takes = ["Enter", "TryEnter", "EnterReadLock", "EnterWriteLock", "EnterUpgradeableReadLock", "TryEnterReadLock", "TryEnterWriteLock", "TryEnterUpgradeableReadLock"];
    private static readonly string[] LetsGo = ["Exit", "ExitReadLock", "ExitWriteLock", "ExitUpgradeableReadLock"];

    public IEnumerable<RuntimeMutant> Of(SemanticModel model)
    {
        SyntaxNode root = model.SyntaxTree.GetRoot();
        foreach (InvocationExpressionSyntax taking in Calls(root, Takes))
        {
            SyntaxNode member = taking.Ancestors().OfType<MemberDeclarationSyntax>().First();
            string name = LockOf(taking);
            SyntaxNode[] places = [Place(taking), .. Calls(member, LetsGo).Where(call => LockOf(call) == name).Select(Place)];
            yield return RuntimeMutant.At(taking, root.ReplaceNodes(places, static (place, _) => Without(place)));
        }

        IEnumerable<InvocationExpressionSyntax> Calls(SyntaxNode within, string[] names) => within.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => model.GetSymbolInfo(call).Symbol is IMethodSymbol { ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } method && names.Contains(method.Name));

        // Monitor names its lock in the first argument, the others are called on it.
        string LockOf(InvocationExpressionSyntax call) => model.GetSymbolInfo(call).Symbol is { IsStatic: true }
            ? call.ArgumentList.Arguments[0].Expression.ToString()
            : call.Expression is MemberAccessExpressionSyntax access ? access.Expression.ToString() : "";
    }

    private static SyntaxNode Place(InvocationExpressionSyntax call) => call.Parent is ExpressionStatementSyntax statement ? statement : call;

    // A call whose result is looked at counts as one that got the lock.
    private static SyntaxNode Without(SyntaxNode place) => place is ExpressionStatementSyntax
        ? SyntaxFactory.EmptyStatement().WithTriviaFrom(place)
        : SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression).WithTriviaFrom(place);
}
