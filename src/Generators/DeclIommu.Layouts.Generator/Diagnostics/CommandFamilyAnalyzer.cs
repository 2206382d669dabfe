using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Layouts.Generator.Parsing;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Layouts.Generator.Diagnostics;

/// <summary>Reports commands of no set, and commands of two. It needs the whole project, so it speaks in builds only.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CommandFamilyAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(CommandDiagnostics.CommandWithoutSet, CommandDiagnostics.CommandInTwoSets);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var commands = new ConcurrentBag<INamedTypeSymbol>();
            var sets = new ConcurrentBag<INamedTypeSymbol>();
            start.RegisterSymbolAction(
                symbol =>
                {
                    if (symbol.Symbol.Has(WellKnownNames.Command))
                    {
                        commands.Add((INamedTypeSymbol)symbol.Symbol);
                    }

                    if (symbol.Symbol.Has(WellKnownNames.CommandSet))
                    {
                        sets.Add((INamedTypeSymbol)symbol.Symbol);
                    }
                },
                SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => Report(end, commands, sets));
        });
    }

    private static void Report(CompilationAnalysisContext context, IEnumerable<INamedTypeSymbol> commands, IEnumerable<INamedTypeSymbol> sets)
    {
        var owners = sets.OrderBy(static set => set.ToDisplayString(), StringComparer.Ordinal)
            .SelectMany(static set => set.Find(WellKnownNames.CommandSet)!.ArrayArgument<INamedTypeSymbol>(0).Select(member => (Set: set, Member: member)))
            .ToLookup(static pair => pair.Member, static pair => pair.Set, (IEqualityComparer<INamedTypeSymbol>)SymbolEqualityComparer.Default);
        foreach (INamedTypeSymbol command in commands)
        {
            INamedTypeSymbol[] families = [.. owners[command]];
            if (families.Length == 0)
            {
                context.ReportDiagnostic(Diagnostic.Create(CommandDiagnostics.CommandWithoutSet, FaultSink.LocationOf(command), command.Name));
            }
            else if (families.Length > 1)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    CommandDiagnostics.CommandInTwoSets,
                    FaultSink.LocationOf(command),
                    ImmutableArray.Create(FaultSink.LocationOf(families[0]), FaultSink.LocationOf(families[1])),
                    command.Name,
                    families[0].Name,
                    families[1].Name));
            }
        }
    }
}
