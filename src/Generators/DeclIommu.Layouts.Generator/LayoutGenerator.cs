using System.Linq;
using DeclIommu.Layouts.Generator.Emission;
using DeclIommu.Layouts.Generator.Model;
using DeclIommu.Layouts.Generator.Parsing;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Layouts.Generator;

/// <summary>Completes layouts, command sets and register banks. What is wrong with a declaration is reported by the analyzer; here it gives no output.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class LayoutGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<EquatableArray<CommandFamily>> families = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.CommandSet,
                static (node, _) => node is TypeDeclarationSyntax,
                static (found, _) => new EquatableArray<CommandFamily>(CommandSetParser.Families((INamedTypeSymbol)found.TargetSymbol)))
            .Collect()
            .Select(static (sets, _) => new EquatableArray<CommandFamily>(sets.SelectMany(static set => set)))
            .WithTrackingName(StageNames.CommandFamilies);

        IncrementalValuesProvider<LayoutModel> layouts = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.Layout,
                static (node, _) => node is TypeDeclarationSyntax,
                static (found, _) => LayoutParser.Parse((INamedTypeSymbol)found.TargetSymbol, new FaultSink()))
            .Where(static layout => layout is not null)
            .Combine(families)
            .Select(static (pair, _) => CommandSetParser.Complete(pair.Left!, pair.Right))
            .WithTrackingName(StageNames.Layouts);
        context.RegisterSourceOutput(layouts, LayoutEmitter.Emit);

        IncrementalValuesProvider<CommandSetModel> commandSets = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.CommandSet,
                static (node, _) => node is TypeDeclarationSyntax,
                static (found, _) => CommandSetParser.Parse((INamedTypeSymbol)found.TargetSymbol, new FaultSink()))
            .Where(static commandSet => commandSet is not null)
            .Select(static (commandSet, _) => commandSet!)
            .WithTrackingName(StageNames.CommandSets);
        context.RegisterSourceOutput(commandSets, CommandSetEmitter.Emit);

        IncrementalValuesProvider<BankModel> banks = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.RegisterBank,
                static (node, _) => node is TypeDeclarationSyntax,
                static (found, _) => BankParser.Parse((INamedTypeSymbol)found.TargetSymbol, new FaultSink()))
            .Where(static bank => bank is not null)
            .Select(static (bank, _) => bank!)
            .WithTrackingName(StageNames.Banks);
        context.RegisterSourceOutput(banks, BankEmitter.Emit);
    }
}
