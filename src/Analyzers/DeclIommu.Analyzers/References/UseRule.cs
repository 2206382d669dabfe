using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>DIR0004 to DIR0007 and DIR0014: a reference is used, released and handed on only while it is there and one's own.</summary>
internal static class UseRule
{
    public static readonly DiagnosticDescriptor AfterRelease = Create(
        RuleIds.UseAfterRelease, "Use after release", "'{0}' is used after the reference to it was {1}",
        "Once the reference is given up, the object may be gone or another's.");

    public static readonly DiagnosticDescriptor DoubleRelease = Create(
        RuleIds.DoubleRelease, "Reference released twice", "The reference to '{0}' is released but was already {1}",
        "The second release takes a reference that belongs to someone else.");

    public static readonly DiagnosticDescriptor OfBorrowed = Create(
        RuleIds.ReleaseOfBorrowed, "Release of a borrowed reference", "The reference to '{0}' is {1} but only borrowed",
        "The owner of the reference will release it too.");

    public static readonly DiagnosticDescriptor UncheckedAcquire = Create(
        RuleIds.UncheckedAcquire, "Result of a conditional acquire is not checked", "Whether the reference to '{0}' was acquired is never looked at",
        "Without a look at the result nobody knows whether there is a reference to release.");

    public static readonly DiagnosticDescriptor OutlivedBorrow = Create(
        RuleIds.OutlivedBorrow, "Borrowed reference outlives its lock or lender", "The reference to '{0}' is valid only while '{1}' is {2}",
        "Without the lock, or after the lender is gone, the object may be gone too: acquire a reference of one's own first.");

    private static DiagnosticDescriptor Create(string id, string title, string message, string description)
        => new(id, title, message, RuleCategories.References, DiagnosticSeverity.Warning, isEnabledByDefault: true, description, RuleLinks.For(id));
}
