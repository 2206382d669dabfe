using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DeclIommu.Analyzers;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Declares that callers hold the lock, exclusively or shared; on request that of methods up their callers too, as far as none of them takes it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AddRequiresLockCodeFix : CodeFixProvider
{
    /// <summary>The equivalence key of the fix that goes up the call chain.</summary>
    internal const string ChainKey = nameof(AddRequiresLockCodeFix) + ".Chain";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; }
        = ImmutableArray.Create(RuleIds.GuardedRead, RuleIds.GuardedWrite, RuleIds.GuardedPointee, RuleIds.CallRequiresLock);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new RequiresLockFixAll();

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Diagnostic diagnostic = context.Diagnostics[0];
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null || Find(root, model, LockScope.Of(model.Compilation, context.Document.Project.AnalyzerOptions), diagnostic, context.CancellationToken) is not { } found)
        {
            return;
        }

        Solution solution = context.Document.Project.Solution;
        context.RegisterCodeFix(
            CodeAction.Create("Require '" + found.Lock + (found.IsShared ? "' shared" : "'") + " of callers", cancellation => LockAttributes.RequireAsync(solution, new[] { found }, cancellation), nameof(AddRequiresLockCodeFix)),
            diagnostic);
        if (HasChain(found))
        {
            context.RegisterCodeFix(
                CodeAction.Create("Require '" + found.Lock + "' up the call chain", cancellation => RequireChainAsync(context.Document, found, cancellation), ChainKey),
                diagnostic);
        }
    }

    /// <summary>What the declaration that a diagnostic is in can ask for.</summary>
    internal static LockDemand? Find(SyntaxNode root, SemanticModel model, LockScope scope, Diagnostic diagnostic, CancellationToken cancellation)
    {
        SyntaxNode node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (LockText.Parse(diagnostic) is not { } @lock || ContractHolder.Around(node, model, scope.Contracts, scope.Options.For(root.SyntaxTree), cancellation) is not { } holder
            || !ContractHolder.CanName(holder, @lock, model, cancellation))
        {
            return null;
        }

        bool canShare = model.GetSpeculativeTypeInfo(node.SpanStart, @lock, SpeculativeBindingOption.BindAsExpression).Type is { Name: "ReaderWriterLockSlim" };
        var demand = new LockDemand(holder, @lock.ToString(), canShare && diagnostic.Id != RuleIds.GuardedWrite && !GuardedWrites.Contains(ContractHolder.Body(holder), @lock, model, scope.Contracts, cancellation));
        return demand.IsMet ? null : demand;
    }

    /// <summary>True if callers know the lock by the same name.</summary>
    internal static bool IsSimple(string @lock) => @lock.All(static letter => letter is '_' || char.IsLetterOrDigit(letter));

    /// <summary>True for a method whose callers can declare the same.</summary>
    internal static bool HasChain(LockDemand demand) => demand.Holder is MethodDeclarationSyntax && IsSimple(demand.Lock);

    private static async Task<Solution> RequireChainAsync(Document document, LockDemand demand, CancellationToken cancellation)
    {
        IEnumerable<LockDemand> chain = await CallChain.CollectAsync(document, demand, cancellation).ConfigureAwait(false);
        return await LockAttributes.RequireAsync(document.Project.Solution, chain, cancellation).ConfigureAwait(false);
    }
}
