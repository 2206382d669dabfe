using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.OrderFacts;

/// <summary>
/// Writes into an assembly in which order its members acquire locks, so that an order that contradicts another assembly's is found when
/// the second one is compiled. Opt in with the property <c>DeclIommuLockOrderFacts</c>. It looks at the whole compilation and therefore
/// runs in builds only, not while somebody types.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class LockOrderFactGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<bool> isOn = context.AnalyzerConfigOptionsProvider.Select(static (options, _)
            => options.GlobalOptions.TryGetValue("build_property.DeclIommuLockOrderFacts", out string? value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));
        IncrementalValueProvider<ImmutableArray<AdditionalText>> files = context.AdditionalTextsProvider.Collect();
        context.RegisterImplementationSourceOutput(
            context.CompilationProvider.Combine(files).Combine(context.AnalyzerConfigOptionsProvider).Combine(isOn),
            static (output, input) =>
            {
                ((Compilation compilation, ImmutableArray<AdditionalText> files), AnalyzerConfigOptionsProvider options) = input.Left;
                if (input.Right && compilation.GetTypeByMetadataName("DeclIommu.Contracts.LockOrderFactAttribute") is not null
                    && Emit(Facts(new LockScope(compilation, files, options), compilation, output.CancellationToken)) is { } text)
                {
                    output.AddSource(LockOrderFacts.GeneratedFile, text);
                }
            });
    }

    private static IEnumerable<(string First, string Second)> Facts(LockScope scope, Compilation compilation, CancellationToken cancellation)
    {
        var graph = new LockOrderGraph(scope.Facts);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SyntaxNode node in tree.GetRoot(cancellation).DescendantNodes(static node => node is not (BlockSyntax or ExpressionSyntax)))
            {
                if (node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax })
                {
                    Add(graph, scope, model, node, cancellation);
                }
            }
        }

        return graph.Facts();
    }

    private static void Add(LockOrderGraph graph, LockScope scope, SemanticModel model, SyntaxNode node, CancellationToken cancellation)
    {
        ISymbol? member = node is ArrowExpressionClauseSyntax { Parent: { } property }
            ? (model.GetDeclaredSymbol(property, cancellation) as IPropertySymbol)?.GetMethod
            : model.GetDeclaredSymbol(node, cancellation);
        IOperation? operation = model.GetOperation(node, cancellation);
        IOperation? body = operation switch
        {
            IMethodBodyBaseOperation method => method.BlockBody ?? method.ExpressionBody,
            IBlockOperation block => block,
            _ => null,
        };
        if (member is null || body is null || scope.Contracts.IsUnchecked(member))
        {
            return;
        }

        ImmutableArray<IOperation> blocks = ImmutableArray.Create(body);
        if (!LockInterest.Has(member, blocks, scope, out PlainMember plain))
        {
            graph.Add(member, plain);
            return;
        }

        graph.Add(MemberRun.Execute(scope, member, blocks, _ => Graph(operation!, cancellation), cancellation));
    }

    private static ControlFlowGraph Graph(IOperation body, CancellationToken cancellation) => body switch
    {
        IMethodBodyOperation method => ControlFlowGraph.Create(method, cancellation),
        IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, cancellation),
        _ => ControlFlowGraph.Create((IBlockOperation)body, cancellation),
    };

    private static string? Emit(IEnumerable<(string First, string Second)> facts)
    {
        var text = new StringBuilder();
        foreach ((string first, string second) in facts)
        {
            text.Append("[assembly: global::DeclIommu.Contracts.LockOrderFact(").Append(SymbolDisplay.FormatLiteral(first, quote: true)).Append(", ")
                .Append(SymbolDisplay.FormatLiteral(second, quote: true)).Append(")]\n");
        }

        return text.Length == 0 ? null : "// <auto-generated/>\n" + text;
    }
}
