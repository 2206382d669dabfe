using System;

namespace DeclIommu.Contracts;

/// <summary>The field or out parameter holds an owned reference.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Parameter, Inherited = false)]
public sealed class OwnedAttribute : Attribute;
