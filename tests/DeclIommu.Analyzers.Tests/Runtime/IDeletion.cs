using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Tests.Runtime;

/// <summary>A kind of safeguard that can be left out, and every place of a source that has one.</summary>
internal interface IDeletion
{
    /// <summary>One mutant for each place, found by what the source says: a new safeguard is covered without a change here.</summary>
    IEnumerable<RuntimeMutant> Of(SemanticModel model);
}
