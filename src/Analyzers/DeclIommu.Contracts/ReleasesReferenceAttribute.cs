using System;

namespace DeclIommu.Contracts;

/// <summary>Gives up the caller's reference to <c>this</c>.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = true)]
public sealed class ReleasesReferenceAttribute : Attribute;
