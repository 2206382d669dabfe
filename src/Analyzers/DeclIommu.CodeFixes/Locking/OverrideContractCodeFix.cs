using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Gives an override the lock contract of what it stands in for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class OverrideContractCodeFix : EditingCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.OverrideContract);

    internal override IEnumerable<Edit> Find(FixPlace place)
        => InheritedContract.Find("lock", nameof(OverrideContractCodeFix), place, static name => name.Contains("Lock") && name is not WellKnownNames.UncheckedLocking, offersBase: false);
}
