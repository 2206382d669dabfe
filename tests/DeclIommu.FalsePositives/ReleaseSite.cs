using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.FalsePositives;

/// <summary>A statement that gives back what a known pair gave, and the calls of that pair in the same member that may have given it.</summary>
/// <param name="Release">The statement, or the <c>using</c> declaration.</param>
/// <param name="Acquires">The calls.</param>
/// <param name="Pair">The pair.</param>
internal sealed record ReleaseSite(StatementSyntax Release, IReadOnlyList<InvocationExpressionSyntax> Acquires, KnownPair Pair)
{
    private static readonly KnownPairs s_pairs = new(System.Collections.Immutable.ImmutableDictionary<string, PairRole>.Empty);

    /// <summary>The source without the release; whatever else there is keeps its place.</summary>
    public SourceText Without
    {
        get
        {
            SourceText text = Release.SyntaxTree.GetText();
            TextSpan span = Release is LocalDeclarationStatementSyntax declaration ? declaration.UsingKeyword.Span : Release.Span;
            return text.WithChanges(new TextChange(span, (Release is LocalDeclarationStatementSyntax ? " " : ";").PadRight(span.Length)));
        }
    }

    /// <summary>The sites of a source.</summary>
    public static IEnumerable<ReleaseSite> Of(SemanticModel model)
    {
        SyntaxNode root = model.SyntaxTree.GetRoot();
        foreach (SyntaxNode member in root.DescendantNodes().Where(static node => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax))
        {
            InvocationExpressionSyntax[] calls = [.. member.DescendantNodes().OfType<InvocationExpressionSyntax>()];
            foreach (InvocationExpressionSyntax call in calls)
            {
                if (call.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { } statement && IsWhole(statement.Expression, call) && Role(call, model) is { Releases: not null, Acquires: null, Pair: var pair }
                    && Acquiring(calls, pair, model) is { Count: > 0 } acquires)
                {
                    yield return new ReleaseSite(statement, acquires, pair);
                }
            }

            foreach (LocalDeclarationStatementSyntax declaration in member.DescendantNodes().OfType<LocalDeclarationStatementSyntax>().Where(static declaration => declaration.UsingKeyword.RawKind != 0))
            {
                if (declaration.Declaration.Variables[0].Initializer?.Value is InvocationExpressionSyntax given && Role(given, model) is { Acquires: not null, Pair: var pair })
                {
                    yield return new ReleaseSite(declaration, [given], pair);
                }
            }
        }
    }

    private static bool IsWhole(ExpressionSyntax expression, InvocationExpressionSyntax call)
        => expression == call || (expression is ConditionalAccessExpressionSyntax { WhenNotNull: var guarded } && guarded == call);

    private static IReadOnlyList<InvocationExpressionSyntax> Acquiring(IEnumerable<InvocationExpressionSyntax> calls, KnownPair pair, SemanticModel model)
        => [.. calls.Where(call => Role(call, model) is { Acquires: not null } role && role.Pair == pair)];

    /// <summary>The owner of pooled memory is disposed of like anything else.</summary>
    private static PairRole? Role(InvocationExpressionSyntax call, SemanticModel model)
        => model.GetSymbolInfo(call).Symbol is not IMethodSymbol method ? null
            : method is { Name: "Dispose", Parameters.IsEmpty: true } && Receiver(call) is { } receiver && model.GetTypeInfo(receiver).Type is { Name: "IMemoryOwner" }
                ? new PairRole(new KnownPair("MemoryPool.Rent", "Dispose") { IsForgiving = true }, null, PairTarget.Receiver)
                : s_pairs.Of(method);

    private static ExpressionSyntax? Receiver(InvocationExpressionSyntax call)
        => call.Expression is MemberAccessExpressionSyntax access ? access.Expression : (call.Parent as ConditionalAccessExpressionSyntax)?.Expression;
}
