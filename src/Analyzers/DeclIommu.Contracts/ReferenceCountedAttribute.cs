using System;

namespace DeclIommu.Contracts;

/// <summary>Every owned reference to an instance must be released exactly once.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, Inherited = false)]
public sealed class ReferenceCountedAttribute : Attribute;
