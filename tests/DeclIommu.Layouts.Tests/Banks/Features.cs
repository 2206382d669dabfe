namespace DeclIommu.Layouts.Tests.Banks;

/// <summary>The capabilities of the test banks.</summary>
public readonly record struct Features(bool HasPaging, bool HasLogging);
