using System;

namespace DeclIommu.Contracts;

/// <summary>A releasing method that returns true when it gave up the last reference: the caller must then clean up.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = true)]
public sealed class FinalReleaseAttribute : Attribute;
