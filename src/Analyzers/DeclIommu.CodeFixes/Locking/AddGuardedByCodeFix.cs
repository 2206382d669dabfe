using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Declares the guard that most uses of a field already keep to.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AddGuardedByCodeFix : EditingCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.InconsistentLocking);

    internal override IEnumerable<Edit> Find(FixPlace place)
    {
        if (place.Diagnostic.AdditionalLocations.Count > 0 && place.Diagnostic.Properties.TryGetValue(FixProperties.Lock, out string? @lock) && @lock is not null
            && place.Diagnostic.AdditionalLocations[0] is { SourceTree: { } tree, SourceSpan: var span } && place.Document.Project.GetDocument(tree) is not null
            && tree.GetRoot(place.Cancellation).FindNode(span).FirstAncestorOrSelf<FieldDeclarationSyntax>() is { } field
            && !LockAttributes.Has(field, "GuardedBy", @lock))
        {
            yield return Edit.Replace("Declare GuardedBy(nameof(" + @lock + "))", nameof(AddGuardedByCodeFix), field, current => LockAttributes.Add(current, "GuardedBy", @lock));
        }
    }
}
