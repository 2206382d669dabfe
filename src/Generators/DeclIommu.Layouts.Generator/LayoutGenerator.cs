using System;
using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Emission;
using DeclIommu.Layouts.Generator.Model;
using DeclIommu.Layouts.Generator.Parsing;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Layouts.Generator;

/// <summary>Completes layouts, command sets and register banks. A declaration with an error gives the error and no code.</summary>
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

        IncrementalValuesProvider<LayoutModel> layouts = Parse(context, WellKnownNames.Layout, ParsedLayouts.Of)
            .Combine(families)
            .Select(static (pair, _) => CommandSetParser.Complete(pair.Left, pair.Right))
            .WithTrackingName(StageNames.Layouts);
        context.RegisterSourceOutput(layouts, LayoutEmitter.Emit);

        IncrementalValuesProvider<CommandSetModel> commandSets = Parse(context, WellKnownNames.CommandSet, static type => FaultSink.Parse(type, CommandSetParser.Parse))
            .WithTrackingName(StageNames.CommandSets);
        context.RegisterSourceOutput(commandSets, CommandSetEmitter.Emit);

        IncrementalValuesProvider<BankModel> banks = Parse(context, WellKnownNames.RegisterBank, static type => FaultSink.Parse(type, BankParser.Parse))
            .WithTrackingName(StageNames.Banks);
        context.RegisterSourceOutput(banks, BankEmitter.Emit);
        context.RegisterSourceOutput(banks.Select(static (bank, _) => BankHooksModel.Of(bank)).WithTrackingName(StageNames.BankHooks), BankHookEmitter.Emit);

        foreach ((string attribute, string home) in OutsideRules.Places)
        {
            Report(context, context.SyntaxProvider.ForAttributeWithMetadataName(attribute, (node, _) => OutsideRules.MayBeOutside(node, home), static (found, _) => Outside(found.TargetSymbol)));
        }
    }

    // The models of all types with an attribute that have no error; the errors are reported.
    private static IncrementalValuesProvider<TModel> Parse<TModel>(IncrementalGeneratorInitializationContext context, string attribute, Func<INamedTypeSymbol, Parsed<TModel>> parse)
        where TModel : class
    {
        IncrementalValuesProvider<Parsed<TModel>> parsed = context.SyntaxProvider.ForAttributeWithMetadataName(
            attribute,
            static (node, _) => node is TypeDeclarationSyntax,
            (found, _) => parse((INamedTypeSymbol)found.TargetSymbol));
        Report(context, parsed.Select(static (declaration, _) => declaration.Faults));
        return parsed.Where(static declaration => declaration.Model is not null).Select(static (declaration, _) => declaration.Model!);
    }

    private static void Report(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<EquatableArray<Fault>> faults) =>
        context.RegisterSourceOutput(faults.SelectMany(static (found, _) => (IEnumerable<Fault>)found), static (output, fault) => output.ReportDiagnostic(fault.ToDiagnostic()));

    private static EquatableArray<Fault> Outside(ISymbol member)
    {
        var faults = new FaultSink();
        OutsideRules.CheckPlaced(member, faults);
        return new EquatableArray<Fault>(faults.Errors);
    }
}
