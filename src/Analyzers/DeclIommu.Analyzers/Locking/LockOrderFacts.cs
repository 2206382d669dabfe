using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Reads the lock orders that referenced assemblies carry in <c>LockOrderFact</c> attributes.</summary>
internal static class LockOrderFacts
{
    public static IEnumerable<(ISymbol First, ISymbol Second)> Read(Compilation compilation)
    {
        foreach (IAssemblySymbol assembly in compilation.SourceModule.ReferencedAssemblySymbols.Append(compilation.Assembly))
        {
            foreach (AttributeData data in assembly.GetAttributes())
            {
                if (data is { AttributeClass: { Name: "LockOrderFactAttribute", ContainingNamespace.Name: "Contracts" }, ConstructorArguments.Length: 2 }
                    && Find(compilation, data.ConstructorArguments[0].Value as string) is { } first
                    && Find(compilation, data.ConstructorArguments[1].Value as string) is { } second)
                {
                    yield return (first, second);
                }
            }
        }
    }

    // Namespace.Type.Member; a nested type is written with a plus.
    private static ISymbol? Find(Compilation compilation, string? name)
    {
        int dot = name?.LastIndexOf('.') ?? -1;
        return dot < 0 ? null : compilation.GetTypeByMetadataName(name!.Substring(0, dot))?.GetMembers(name.Substring(dot + 1)).FirstOrDefault();
    }
}
