using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Adds contract attributes to declarations.</summary>
internal static class LockAttributes
{
    /// <summary>The declaration with <c>[name(nameof(lock))]</c> on a line of its own before it.</summary>
    public static T Add<T>(T declaration, string name, string @lock)
        where T : MemberDeclarationSyntax
        => AttributeLists.Add(declaration, name + "(" + (AddRequiresLockCodeFix.IsSimple(@lock) ? "nameof(" + @lock + ")" : "\"" + @lock + "\"") + ")");

    /// <summary>Adds RequiresLock to methods of any document, to each once for each lock.</summary>
    public static async Task<Solution> RequireAsync(Solution solution, IEnumerable<(MethodDeclarationSyntax Method, string Lock)> demands, CancellationToken cancellation)
    {
        foreach (IGrouping<SyntaxTree, (MethodDeclarationSyntax Method, string Lock)> file in demands.Distinct().Where(static demand => !Has(demand.Method, "RequiresLock", demand.Lock)).GroupBy(static demand => demand.Method.SyntaxTree))
        {
            SyntaxNode root = await file.Key.GetRootAsync(cancellation).ConfigureAwait(false);
            ILookup<MethodDeclarationSyntax, string> locks = file.ToLookup(static demand => demand.Method, static demand => demand.Lock);
            SyntaxNode changed = root.ReplaceNodes(
                locks.Select(static method => method.Key),
                (original, current) => locks[original].Reverse().Aggregate(current, static (method, @lock) => Add(method, "RequiresLock", @lock)));
            solution = solution.WithDocumentSyntaxRoot(solution.GetDocumentId(file.Key)!, changed);
        }

        return solution;
    }

    public static bool Has(MemberDeclarationSyntax declaration, string name, string @lock)
        => declaration.AttributeLists.SelectMany(static list => list.Attributes).Any(attribute
            => attribute.Name.ToString() is { } written && (written == name || written == name + "Attribute" || written.EndsWith("." + name, System.StringComparison.Ordinal))
                && attribute.ArgumentList?.Arguments.Any(argument => argument.Expression.ToString() is { } text && (text == "nameof(" + @lock + ")" || text == "\"" + @lock + "\"")) is true);
}
