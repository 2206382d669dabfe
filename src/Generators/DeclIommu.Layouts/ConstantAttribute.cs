using System;

namespace DeclIommu.Layouts;

/// <summary>The field always holds one value: written on creation, verified by <c>TryValidate</c>.</summary>
/// <remarks>The value is that of the field's bits, before any scaling; every element of a repeated field holds it. With <c>AvailableWhen</c> it holds where the capability is on.</remarks>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class ConstantAttribute : Attribute
{
    /// <summary>Fixes the field to <paramref name="value"/>.</summary>
    /// <param name="value">The bits of the field.</param>
    public ConstantAttribute(ulong value) => Value = value;

    /// <summary>The bits of the field.</summary>
    public ulong Value { get; }
}
