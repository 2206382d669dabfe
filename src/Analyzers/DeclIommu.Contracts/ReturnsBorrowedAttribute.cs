using System;

namespace DeclIommu.Contracts;

/// <summary>The caller does not own the result; on a constructor of a counted type: a new object has no reference yet.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.ReturnValue, Inherited = true)]
public sealed class ReturnsBorrowedAttribute : Attribute;
