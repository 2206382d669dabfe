using System;

namespace DeclIommu.Layouts;

/// <summary>A register of a bank, of a layout or an integer type.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method, Inherited = false)]
public sealed class RegisterAttribute : Attribute
{
    /// <summary>Places the register at <paramref name="offset"/>.</summary>
    /// <param name="offset">The byte offset in the bank: a multiple of the register's size.</param>
    public RegisterAttribute(int offset) => Offset = offset;

    /// <summary>The byte offset in the bank.</summary>
    public int Offset { get; }
}
