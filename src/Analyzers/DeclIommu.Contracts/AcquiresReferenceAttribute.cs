using System;

namespace DeclIommu.Contracts;

/// <summary>One more reference to <c>this</c>, owned by the caller.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = true)]
public sealed class AcquiresReferenceAttribute : Attribute;
