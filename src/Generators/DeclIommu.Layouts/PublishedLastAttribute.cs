using System;

namespace DeclIommu.Layouts;

/// <summary>The field that makes the rest of the value count, such as a valid bit: the layout gets a method <c>Publish</c> that writes its word last.</summary>
/// <remarks>One field of a layout, within one 64-bit word.</remarks>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class PublishedLastAttribute : Attribute;
