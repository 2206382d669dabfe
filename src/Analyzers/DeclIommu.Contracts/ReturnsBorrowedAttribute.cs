using System;

namespace DeclIommu.Contracts;

/// <summary>The caller does not own the result.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.ReturnValue, Inherited = true)]
public sealed class ReturnsBorrowedAttribute : Attribute;
