namespace DeclIommu.Analyzers;

internal static class RuleCategories
{
    public const string Locking = "Locking";
    public const string References = "References";
}
