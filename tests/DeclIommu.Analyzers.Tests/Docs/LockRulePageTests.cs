using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Tests.Docs;

/// <summary>The pages of the rules of locks.</summary>
public sealed class LockRulePageTests : RulePageTests<LockRulePageTests.Family>
{
    public sealed class Family : IRuleFamily
    {
        public static string Prefix => "DIL";

        public static IReadOnlyList<DiagnosticAnalyzer> Analyzers => [new LockAnalyzer()];
    }
}
