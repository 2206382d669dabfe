using System.Linq;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>Finds a type by the name that a contract gives it: nested and outer types first, then the namespaces from inside out.</summary>
internal static class TypeResolver
{
    public static INamedTypeSymbol? Find(Compilation compilation, INamedTypeSymbol? within, INamespaceSymbol? @namespace, string name)
    {
        string[] parts = name.Split('.');
        for (INamedTypeSymbol? type = within; type is not null; type = type.ContainingType)
        {
            if (type.Name == parts[0] && Nested(type, parts, 1) is { } self)
            {
                return self;
            }

            for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
            {
                if (current.GetTypeMembers(parts[0]).FirstOrDefault() is { } member && Nested(member, parts, 1) is { } nested)
                {
                    return nested;
                }
            }
        }

        for (INamespaceSymbol? current = @namespace; current is not null; current = current.ContainingNamespace)
        {
            if (In(current, parts) is { } found)
            {
                return found;
            }
        }

        return In(compilation.GlobalNamespace, parts);
    }

    private static INamedTypeSymbol? In(INamespaceSymbol @namespace, string[] parts)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            if (@namespace.GetTypeMembers(parts[i]).FirstOrDefault() is { } type)
            {
                return Nested(type, parts, i + 1);
            }

            if (@namespace.GetMembers(parts[i]).OfType<INamespaceSymbol>().FirstOrDefault() is not { } inner)
            {
                return null;
            }

            @namespace = inner;
        }

        return null;
    }

    private static INamedTypeSymbol? Nested(INamedTypeSymbol type, string[] parts, int next)
    {
        for (; next < parts.Length; next++)
        {
            if (type.GetTypeMembers(parts[next]).FirstOrDefault() is not { } nested)
            {
                return null;
            }

            type = nested;
        }

        return type;
    }
}
