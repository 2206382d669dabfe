using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Primitives;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>A layout.</summary>
internal sealed record LayoutModel
{
    public required TypeModel Type { get; init; }

    public required int Bits { get; init; }

    public required bool IsBigEndian { get; init; }

    public required EquatableArray<FieldModel> Fields { get; init; }

    /// <summary>Every bit that no field names, lowest first.</summary>
    public required EquatableArray<ReservedRange> Reserved { get; init; }

    /// <summary>The type that tells which capabilities are on; null if none was named.</summary>
    public string? Capabilities { get; init; }

    /// <summary>What a member that takes capabilities can be declared as: <c>public</c>, <c>internal</c> or <c>private</c>.</summary>
    public string CapabilitiesAccessibility { get; init; } = "public";

    /// <summary>True if the type is a class: then null is refused.</summary>
    public bool CapabilitiesIsClass { get; init; }

    /// <summary>True if the author declares a constructor from capabilities of his own.</summary>
    public bool HasOwnCapabilitiesConstructor { get; init; }

    /// <summary>The policy for bits of a field whose capability is off.</summary>
    public required ReservedPolicy DefaultReserved { get; init; }

    /// <summary>The opcode of a command, before it is known where its family keeps it.</summary>
    public ulong? CommandOpcode { get; init; }

    /// <summary>The opcode bits of a command that does not declare its discriminator itself.</summary>
    public FieldConstant? Opcode { get; init; }

    /// <summary>The capability without which the command does not exist; null if it always does.</summary>
    public string? CommandCapability { get; init; }

    /// <summary>The command set that the layout is a member of; null if it is none.</summary>
    public CommandFamily? Family { get; init; }

    /// <summary>True if the type declares a <c>ToString</c> of its own: then the generator writes no text members.</summary>
    public bool HasOwnText { get; init; }

    public int SizeInBytes => Bits / 8;

    /// <summary>The storage words, least significant first.</summary>
    public IReadOnlyList<WordModel> Words => WordModel.Split(Bits);

    /// <summary>The unsigned integer that holds the whole value; null above 128 bits.</summary>
    public string? RawType => RawTypeOf(Bits);

    public static string? RawTypeOf(int bits) => bits switch
    {
        <= 8 => "byte",
        <= 16 => "ushort",
        <= 32 => "uint",
        <= 64 => "ulong",
        <= 128 => "global::System.UInt128",
        _ => null,
    };

    /// <summary>The constants that always are: declared ones and the opcode.</summary>
    public IEnumerable<FieldConstant> Constants =>
        Fields.Where(declared => !IsGated(declared)).SelectMany(static declared => declared.Constants).Concat(Opcode is null ? [] : [Opcode]);

    /// <summary>True if it depends on a capability of the device whether the field is there.</summary>
    public bool IsGated(FieldModel field) => Capabilities is not null && field.Capability is not null;
}
