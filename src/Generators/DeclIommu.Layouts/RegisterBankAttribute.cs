using System;

namespace DeclIommu.Layouts;

/// <summary>A bank of registers, addressed by byte offset.</summary>
[AttributeUsage(AttributeTargets.Struct, Inherited = false)]
public sealed class RegisterBankAttribute : Attribute
{
    /// <summary>Declares a bank of <paramref name="sizeInBytes"/> bytes.</summary>
    /// <param name="sizeInBytes">The size of the region in bytes.</param>
    public RegisterBankAttribute(int sizeInBytes) => SizeInBytes = sizeInBytes;

    /// <summary>The size of the region in bytes.</summary>
    public int SizeInBytes { get; }

    /// <summary>The type whose bool properties <see cref="AvailableWhenAttribute"/> names; the bank then has a property <c>Capabilities</c>.</summary>
    public Type? Capabilities { get; set; }

    /// <summary>The widths of access that the bank takes; others give <see cref="AccessResult.BadWidth"/>.</summary>
    public AccessWidths Widths { get; set; } = AccessWidths.All;

    /// <summary>The alignment that an access must have; others give <see cref="AccessResult.Misaligned"/>.</summary>
    public AccessAlignment Alignment { get; set; } = AccessAlignment.Any;

    /// <summary>What an access to no register does.</summary>
    public MissPolicy Miss { get; set; } = MissPolicy.Refuse;
}
