using DeclIommu.Layouts.Generator.Primitives;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>A register of a bank. Its fields carry the access policies; a register of an integer type has one field that covers it.</summary>
internal sealed record RegisterModel
{
    public required MemberModel Member { get; init; }

    /// <summary>The type: an integer or a layout.</summary>
    public required ValueModel Value { get; init; }

    public required int Offset { get; init; }

    /// <summary>8, 16, 32 or 64.</summary>
    public required int Bits { get; init; }

    public RepeatModel? Repeat { get; init; }

    public HalfAccessKind HalfAccess { get; init; }

    public string? Capability { get; init; }

    /// <summary>The fields with their policies, resets, locks and capabilities.</summary>
    public required EquatableArray<FieldModel> Fields { get; init; }

    /// <summary>The bits that no field names.</summary>
    public required EquatableArray<ReservedRange> Reserved { get; init; }

    /// <summary>The policy for bits of a field whose capability is off.</summary>
    public required ReservedPolicy DefaultReserved { get; init; }

    /// <summary>The type behind the capabilities of the register's own layout, if it names one.</summary>
    public string? Capabilities { get; init; }

    /// <summary>True if the bank's author implements <c>On…Writing</c>.</summary>
    public bool HasWritingHook { get; init; }

    /// <summary>True if the bank's author implements <c>On…Written</c>.</summary>
    public bool HasWrittenHook { get; init; }

    /// <summary>True if the bank's author implements <c>On…Read</c>.</summary>
    public bool HasReadHook { get; init; }

    public string Name => Member.Name;

    public int SizeInBytes => Bits / 8;
}
