using System.Collections.Immutable;

namespace DeclIommu.Analyzers.References;

/// <summary>Makes the rules that look at each operation of a member.</summary>
internal static class ReferenceRules
{
    public static ImmutableArray<IReferenceRule> Create(ReferenceAnalysis analysis) => ImmutableArray.Create<IReferenceRule>(
            new UseChecks(analysis),
            new EarlyPublicationRule(analysis),
            analysis.Revivals,
            new IgnoredResultRule(analysis),
            analysis.Exchanges,
            analysis.Narrowings,
            analysis.CleanUp);
}
