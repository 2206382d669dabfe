using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.OrderFacts;

/// <summary>Names locks and methods the same way in every assembly, whether they can be seen from there or not.</summary>
internal static class LockNames
{
    private const string MethodPrefix = "M:";

    /// <summary>Namespace, type and member; a nested type follows a plus sign.</summary>
    public static string Of(ISymbol @lock)
    {
        string type = "";
        for (INamedTypeSymbol? outer = @lock.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            type = type.Length == 0 ? outer.MetadataName : outer.MetadataName + "+" + type;
        }

        string @namespace = @lock.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." : "";
        return @namespace + type + "." + @lock.Name;
    }

    /// <summary>The documentation-comment ID.</summary>
    public static string? OfMethod(ISymbol method) => method.OriginalDefinition.GetDocumentationCommentId() is { } id && IsMethod(id) ? id : null;

    public static bool IsMethod(string name) => name.StartsWith(MethodPrefix, System.StringComparison.Ordinal);

    /// <summary>The name by which the method of an ID is used; an accessor's is that of its property.</summary>
    public static string NameOfMethod(string id)
    {
        int brackets = id.IndexOf('(');
        string[] segments = (brackets < 0 ? id : id.Substring(0, brackets)).Split('.');
        string last = segments[segments.Length - 1];
        string name = last is "#ctor" or "#cctor" && segments.Length > 1 ? segments[segments.Length - 2] : last.Substring(last.LastIndexOf('#') + 1);
        int arity = name.IndexOf('`');
        name = arity < 0 ? name : name.Substring(0, arity);
        foreach (string prefix in new[] { "get_", "set_", "add_", "remove_", "op_" })
        {
            if (name.StartsWith(prefix, System.StringComparison.Ordinal))
            {
                return prefix is "op_" ? "" : name.Substring(prefix.Length);
            }
        }

        return name;
    }

    /// <summary>A name as messages show it: type and member.</summary>
    public static string Short(string name)
    {
        int member = name.LastIndexOf('.');
        int type = member <= 0 ? -1 : name.LastIndexOfAny(new[] { '.', '+' }, member - 1);
        return name.Substring(type + 1);
    }
}
