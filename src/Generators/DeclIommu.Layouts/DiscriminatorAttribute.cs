using System;

namespace DeclIommu.Layouts;

/// <summary>The field that tells which member of a command set the bytes hold.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class DiscriminatorAttribute : Attribute;
