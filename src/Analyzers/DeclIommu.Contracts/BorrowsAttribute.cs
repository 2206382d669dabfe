using System;

namespace DeclIommu.Contracts;

/// <summary>Ownership stays with the caller. This is the default.</summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class BorrowsAttribute : Attribute;
