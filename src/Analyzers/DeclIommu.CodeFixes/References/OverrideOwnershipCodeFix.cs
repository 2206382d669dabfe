using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeclIommu.CodeFixes.References;

/// <summary>Gives an override the ownership contract of what it stands in for, or a base that says nothing that of its override.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class OverrideOwnershipCodeFix : EditingCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.WeakerOwnership);

    internal override IEnumerable<Edit> Find(FixPlace place)
        => InheritedContract.Find("ownership", nameof(OverrideOwnershipCodeFix), place, IsOwnership, offersBase: true);

    private static bool IsOwnership(string name) => name is WellKnownNames.AcquiresReference or WellKnownNames.TryAcquiresReference or WellKnownNames.ReleasesReference
        or WellKnownNames.FinalRelease or WellKnownNames.ReturnsOwned or WellKnownNames.ReturnsBorrowed or WellKnownNames.BorrowedWhile
        or WellKnownNames.Consumes or WellKnownNames.Borrows or WellKnownNames.Owned;
}
