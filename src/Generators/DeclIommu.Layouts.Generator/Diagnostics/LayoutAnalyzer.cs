using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using DeclIommu.Layouts.Generator.Parsing;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Layouts.Generator.Diagnostics;

/// <summary>Reports what the parsers find in a declaration that does not keep it from being generated, and what the generator does not look at; its errors it reports itself.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LayoutAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.CreateRange(
        new[] { typeof(LayoutDiagnostics), typeof(CommandDiagnostics), typeof(BankDiagnostics) }
            .SelectMany(static rules => rules.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(static rule => (DiagnosticDescriptor)rule.GetValue(null)!));

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var faults = new FaultSink();
        OutsideRules.CheckUnplaced(type, faults);
        foreach (Diagnostic fault in faults.Faults.Concat(Parsed(type).Where(static fault => fault.DefaultSeverity != DiagnosticSeverity.Error)))
        {
            context.ReportDiagnostic(fault);
        }
    }

    private static IReadOnlyList<Diagnostic> Parsed(INamedTypeSymbol type)
    {
        var faults = new FaultSink();
        if (type.Has(WellKnownNames.Layout))
        {
            LayoutParser.Parse(type, faults);
        }

        if (type.Has(WellKnownNames.CommandSet))
        {
            CommandSetParser.Parse(type, faults);
        }

        if (type.Has(WellKnownNames.RegisterBank))
        {
            BankParser.Parse(type, faults);
        }

        return faults.Faults;
    }
}
