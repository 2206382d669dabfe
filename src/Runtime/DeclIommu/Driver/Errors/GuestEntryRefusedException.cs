using DeclIommu.Layouts;

namespace DeclIommu.Driver;

/// <summary>A device table entry of a guest is not one that the host can act on.</summary>
public sealed class GuestEntryRefusedException : IommuException
{
    internal GuestEntryRefusedException(GuestEntryFault fault, string field, ulong value, string bound, LayoutFault? layoutFault = null)
        : base($"The guest's device table entry is refused ({fault}): {field} is {value}, {bound}.")
    {
        Fault = fault;
        Field = field;
        Value = value;
        LayoutFault = layoutFault;
    }

    /// <summary>Why.</summary>
    public GuestEntryFault Fault { get; }

    /// <summary>The field that it is about.</summary>
    public string Field { get; }

    /// <summary>The value that the field had.</summary>
    public ulong Value { get; }

    /// <summary>Which bits are at fault, if they are reserved ones.</summary>
    public LayoutFault? LayoutFault { get; }
}
