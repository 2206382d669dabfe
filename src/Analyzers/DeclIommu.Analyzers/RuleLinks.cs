namespace DeclIommu.Analyzers;

internal static class RuleLinks
{
    public static string For(string id) => "https://github.com/decliommu/decliommu/blob/main/src/Analyzers/docs/" + id + ".md";
}
