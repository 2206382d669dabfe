using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Where an attribute and its arguments are written.</summary>
internal static class AttributePlaces
{
    public static Location Whole(ContractAttribute attribute) => attribute.Syntax?.GetSyntax().GetLocation() ?? Location.None;

    /// <summary>The argument that names the lock, or the attribute if they are given as one array.</summary>
    public static Location Argument(ContractAttribute attribute, int index)
    {
        if (attribute.Syntax?.GetSyntax() is not AttributeSyntax syntax)
        {
            return Location.None;
        }

        int skipped = attribute.Name is WellKnownNames.TryAcquiresLock or WellKnownNames.TryAcquiresSharedLock ? 1 : 0;
        AttributeArgumentSyntax? argument = syntax.ArgumentList?.Arguments.Where(static argument => argument.NameEquals is null).ElementAtOrDefault(index + skipped);
        return (argument?.Expression ?? (SyntaxNode)syntax).GetLocation();
    }
}
