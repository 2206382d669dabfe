using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Adds contract attributes to declarations.</summary>
internal static class LockAttributes
{
    /// <summary>The declaration with <c>[name(nameof(lock))]</c> before it.</summary>
    public static SyntaxNode Add(SyntaxNode declaration, string name, string @lock)
    {
        string attribute = name + "(" + (AddRequiresLockCodeFix.IsSimple(@lock) ? "nameof(" + @lock + ")" : "\"" + @lock + "\"") + ")";
        return declaration switch
        {
            LocalFunctionStatementSyntax function => AttributeLists.Add(function, attribute),
            AccessorDeclarationSyntax accessor => AttributeLists.Add(accessor, attribute),
            _ => AttributeLists.Add((MemberDeclarationSyntax)declaration, attribute),
        };
    }

    /// <summary>Adds RequiresLock or RequiresSharedLock to declarations of any document, to each once for each lock.</summary>
    public static async Task<Solution> RequireAsync(Solution solution, IEnumerable<LockDemand> demands, CancellationToken cancellation)
    {
        foreach (IGrouping<SyntaxTree, LockDemand> file in demands.Distinct().Where(static demand => !demand.IsMet).GroupBy(static demand => demand.Holder.SyntaxTree))
        {
            SyntaxNode root = await file.Key.GetRootAsync(cancellation).ConfigureAwait(false);

            // Who needs a lock exclusively and shared needs it exclusively.
            ILookup<SyntaxNode, LockDemand> needed = file.Where(demand => !demand.IsShared || !file.Contains(demand with { IsShared = false })).ToLookup(static demand => demand.Holder);
            SyntaxNode changed = root.ReplaceNodes(
                needed.Select(static holder => holder.Key),
                (original, current) => needed[original].Reverse().Aggregate(current, static (holder, demand) => Add(holder, demand.Attribute, demand.Lock)));
            solution = solution.WithDocumentSyntaxRoot(solution.GetDocumentId(file.Key)!, changed);
        }

        return solution;
    }

    public static bool Has(SyntaxNode declaration, string name, string @lock)
        => ContractHolder.Attributes(declaration).SelectMany(static list => list.Attributes).Any(attribute
            => attribute.Name.ToString() is { } written && (written == name || written == name + "Attribute" || written.EndsWith("." + name, System.StringComparison.Ordinal))
                && attribute.ArgumentList?.Arguments.Any(argument => argument.Expression.ToString() is { } text && (text == "nameof(" + @lock + ")" || text == "\"" + @lock + "\"")) is true);
}
