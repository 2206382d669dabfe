using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.Tests.Runtime;

/// <summary>Leaves out an attribute by which a member asks its callers for a lock.</summary>
internal sealed class ContractDeletion : IDeletion
{
    private static readonly string[] Names = ["RequiresLock", "RequiresSharedLock"];

    public IEnumerable<RuntimeMutant> Of(SemanticModel model)
    {
        SyntaxNode root = model.SyntaxTree.GetRoot();
        foreach (AttributeSyntax attribute in root.DescendantNodes().OfType<AttributeSyntax>().Where(static attribute => Names.Contains(attribute.Name.ToString())))
        {
            var list = (AttributeListSyntax)attribute.Parent!;
            SyntaxNode changed = list.Attributes.Count == 1
                ? root.RemoveNode(list, SyntaxRemoveOptions.KeepExteriorTrivia)!
                : root.RemoveNode(attribute, SyntaxRemoveOptions.KeepNoTrivia)!;
            yield return RuntimeMutant.At(attribute, changed);
        }
    }
}
