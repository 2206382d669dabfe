using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>Which handler an exception reaches.</summary>
internal static class ExceptionTypes
{
    /// <param name="thrown">The static type of the exception, or null if it may be any.</param>
    /// <param name="handler">A catch region, or one with a filter.</param>
    public static CatchMatch Match(ITypeSymbol? thrown, ControlFlowRegion handler)
    {
        bool isFiltered = handler.Kind is ControlFlowRegionKind.FilterAndHandler;
        ITypeSymbol? caught = handler.ExceptionType;
        if (isFiltered && caught is null && !handler.NestedRegions.IsEmpty)
        {
            caught = handler.NestedRegions[handler.NestedRegions.Length - 1].ExceptionType;
        }

        CatchMatch match;
        if (caught is null || caught.SpecialType is SpecialType.System_Object || IsException(caught) || DerivesFrom(thrown, caught))
        {
            match = CatchMatch.Always;
        }
        else
        {
            match = thrown is null || DerivesFrom(caught, thrown) ? CatchMatch.Maybe : CatchMatch.No;
        }

        return isFiltered && match is CatchMatch.Always ? CatchMatch.IfFilterHolds : match;
    }

    private static bool IsException(ITypeSymbol type)
        => type is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool DerivesFrom(ITypeSymbol? type, ITypeSymbol ancestor)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, ancestor))
            {
                return true;
            }
        }

        return false;
    }
}
