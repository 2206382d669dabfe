namespace DeclIommu.Tests.SeededDefects;

/// <summary>An invariant of the driver does not hold.</summary>
internal sealed class Violation(string what) : Exception(what)
{
    public static void If(bool isViolated, string what)
    {
        if (isViolated)
        {
            throw new Violation(what);
        }
    }
}
