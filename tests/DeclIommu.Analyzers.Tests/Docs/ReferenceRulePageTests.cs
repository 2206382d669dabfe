using DeclIommu.Analyzers.References;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Tests.Docs;

/// <summary>The pages of the rules of references.</summary>
public sealed class ReferenceRulePageTests : RulePageTests<ReferenceRulePageTests.Family>
{
    public sealed class Family : IRuleFamily
    {
        public static string Prefix => "DIR";

        public static IReadOnlyList<DiagnosticAnalyzer> Analyzers => [new ReferenceAnalyzer(), new OwnershipContractAnalyzer()];
    }
}
