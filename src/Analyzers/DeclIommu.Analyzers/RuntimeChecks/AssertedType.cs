namespace DeclIommu.Analyzers.RuntimeChecks;

/// <summary>A type that gets <c>AssertLocks</c>, as plain text so that an unchanged type is recognised as such.</summary>
/// <param name="HintName">Name of the generated file.</param>
/// <param name="Namespace">The namespace, or nothing.</param>
/// <param name="Headers">The declarations of the outer types and of the type, a line each.</param>
/// <param name="Assertions">A line an assertion of an instance member: member, condition and message, separated by tabs.</param>
/// <param name="StaticAssertions">The same of static members.</param>
internal sealed record AssertedType(string HintName, string Namespace, string Headers, string Assertions, string StaticAssertions);
