namespace DeclIommu.Driver;

/// <summary>A range was refused; the page table is as it was before.</summary>
public sealed class MappingException : IommuException
{
    internal MappingException(MappingFault fault, string thing, ulong value, ulong bound, string message)
        : base(message)
    {
        Fault = fault;
        Thing = thing;
        Value = value;
        Bound = bound;
    }

    /// <summary>Why.</summary>
    public MappingFault Fault { get; }

    /// <summary>What was wrong: the argument's name.</summary>
    public string Thing { get; }

    /// <summary>The value it had; of an overlap the first address that is taken.</summary>
    public ulong Value { get; }

    /// <summary>The bound that the value broke: the alignment, or the last address possible.</summary>
    public ulong Bound { get; }

    internal static MappingException Unaligned(string thing, ulong value) => new(
        MappingFault.Unaligned, thing, value, HostPageSize.Smallest, $"The {thing} of a range, 0x{value:X}, must be a positive multiple of 0x{HostPageSize.Smallest:X}.");

    internal static MappingException OutOfRange(string thing, ulong first, ulong length, ulong last) => new(
        MappingFault.OutOfRange, thing, first, last, $"The range of {thing}s from 0x{first:X}, length 0x{length:X}, passes the last possible address, 0x{last:X}.");

    internal static MappingException Overlap(ulong address) => new(
        MappingFault.Overlap, "iova", address, 0, $"The range overlaps what is mapped at iova 0x{address:X}.");

    internal static MappingException StillCached(ulong first, ulong last) => new(
        MappingFault.StillCached, "iova", first, last, $"The range from iova 0x{first:X} to 0x{last:X} was unmapped, but not every unit has confirmed that it forgot the old translation.");

    internal static MappingException BadPermissions(Memory.Permissions permissions) => new(
        MappingFault.BadPermissions, "permissions", (ulong)permissions, (ulong)Memory.Permissions.ReadWrite, $"The permissions of a mapping must be read, write or both, not {permissions}.");
}
