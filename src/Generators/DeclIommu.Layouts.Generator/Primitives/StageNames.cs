namespace DeclIommu.Layouts.Generator.Primitives;

/// <summary>The names of the pipeline's steps, by which tests ask whether a step was cached.</summary>
internal static class StageNames
{
    public const string CommandFamilies = nameof(CommandFamilies);
    public const string Layouts = nameof(Layouts);
    public const string Banks = nameof(Banks);
    public const string BankHooks = nameof(BankHooks);
    public const string CommandSets = nameof(CommandSets);
}
