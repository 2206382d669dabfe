using System;

namespace DeclIommu.Contracts;

/// <summary>No blocking or foreign call is made while the lock in this field is held.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class NoBlockingAttribute : Attribute;
