using System;

namespace DeclIommu.Layouts;

/// <summary>The family of commands that this layout is the raw form of.</summary>
/// <remarks>Every member has the size of the family.</remarks>
[AttributeUsage(AttributeTargets.Struct, Inherited = false)]
public sealed class CommandSetAttribute : Attribute
{
    /// <summary>Declares the members of the family.</summary>
    /// <param name="commands">Layouts marked with <see cref="CommandAttribute"/>.</param>
    public CommandSetAttribute(params Type[] commands) => Commands = commands;

    /// <summary>The members of the family.</summary>
    public Type[] Commands { get; }
}
