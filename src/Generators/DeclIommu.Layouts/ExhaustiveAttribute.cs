using System;

namespace DeclIommu.Layouts;

/// <summary>The members of the enum are all the values that the field may hold: <c>TryValidate</c> reports any other.</summary>
/// <remarks>Without it an enum field is open: a value without a name passes through unchanged.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method, Inherited = false)]
public sealed class ExhaustiveAttribute : Attribute;
