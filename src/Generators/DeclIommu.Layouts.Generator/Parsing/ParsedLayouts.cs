using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DeclIommu.Layouts.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>The layouts of a compilation, each parsed once however many banks have registers of it. A compilation never changes; when it goes, so do they.</summary>
internal static class ParsedLayouts
{
    private static readonly ConditionalWeakTable<IAssemblySymbol, ConcurrentDictionary<ISymbol, Parsed<LayoutModel>>> Compilations = new();

    /// <summary>A layout of the compilation.</summary>
    public static Parsed<LayoutModel> Of(INamedTypeSymbol type) => Of(type, type.ContainingAssembly);

    /// <summary>A layout of the compilation or of an assembly that it references.</summary>
    public static Parsed<LayoutModel> Of(INamedTypeSymbol type, IAssemblySymbol compiled) =>
        Compilations.GetValue(compiled, static _ => new ConcurrentDictionary<ISymbol, Parsed<LayoutModel>>(SymbolEqualityComparer.Default)).GetOrAdd(type, static layout => FaultSink.Parse((INamedTypeSymbol)layout, LayoutParser.Parse));
}
