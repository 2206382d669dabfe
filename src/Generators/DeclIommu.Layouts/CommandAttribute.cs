using System;

namespace DeclIommu.Layouts;

/// <summary>A member of a command set.</summary>
[AttributeUsage(AttributeTargets.Struct, Inherited = false)]
public sealed class CommandAttribute : Attribute
{
    /// <summary>Gives the command its opcode.</summary>
    /// <param name="opcode">The value of the discriminator.</param>
    public CommandAttribute(ulong opcode) => Opcode = opcode;

    /// <summary>The value of the discriminator.</summary>
    public ulong Opcode { get; }
}
