using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>COMPLETION_WAIT: waits until every earlier command has completed, then stores a value, interrupts, or both.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, commands, COMPLETION_WAIT.</remarks>
[Layout(128, Capabilities = typeof(IommuCapabilities))]
[Command(1)]
public partial struct CompletionWait
{
    /// <summary>S: the data is stored at the address.</summary>
    [Bit(0)]
    public partial bool Store { readonly get; set; }

    /// <summary>I: the completion wait interrupt is raised.</summary>
    [Bit(1)]
    public partial bool Interrupt { readonly get; set; }

    /// <summary>F: later commands wait for this one.</summary>
    [Bit(2)]
    public partial bool FlushQueue { readonly get; set; }

    /// <summary>The system physical address that the data is stored at, 8-byte aligned.</summary>
    [Bits(51, 3), Scaled(3)]
    public partial ulong StoreAddress { readonly get; set; }

    /// <summary>The value stored.</summary>
    [Bits(127, 64)]
    public partial ulong StoreData { readonly get; set; }
}
