using System;

namespace DeclIommu.Contracts;

/// <summary>The caller owns the result.</summary>
/// <remarks>A constructor of a counted type returns owned.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.ReturnValue, Inherited = true)]
public sealed class ReturnsOwnedAttribute : Attribute;
