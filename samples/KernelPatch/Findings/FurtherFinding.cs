namespace KernelPatch.Findings;

/// <summary>Something that is wrong around the patch, in code that is not ported.</summary>
/// <param name="What">What is wrong.</param>
/// <param name="Test">The test that catches it.</param>
internal sealed record FurtherFinding(string What, string Test);
