namespace KernelPatch.Findings;

/// <summary>Something that is wrong with the patch.</summary>
/// <param name="Number">Its number; the sources mark its line with it.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Rule">The rule that reports it; null if only running the code shows it.</param>
/// <param name="Test">The test that catches it when the code runs; null if a rule reports it.</param>
internal sealed record Finding(int Number, string What, string? Rule, string? Test)
{
    public static Finding Reported(int number, string rule, string what) => new(number, what, rule, null);

    public static Finding Tested(int number, string test, string what) => new(number, what, null, test);
}
