using System.Reflection;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>What the blocks of C# 14 extend.</summary>
internal static class ExtensionBlocks
{
    // The compiler that the analyzers are built against does not know it yet; the one that runs them may.
    private static readonly PropertyInfo? s_parameter = typeof(INamedTypeSymbol).GetProperty("ExtensionParameter");

    /// <summary>The parameter that a member of an extension block finds its object in; null for every other member.</summary>
    public static IParameterSymbol? Receiver(ISymbol member)
        => member is { IsStatic: false, ContainingType: { CanBeReferencedByName: false } block } ? s_parameter?.GetValue(block) as IParameterSymbol : null;
}
