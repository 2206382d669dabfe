using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>What has happened, and what runs.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, IOMMU status. Xen orders the three guest virtual APIC bits otherwise; silicon follows the order here.</remarks>
[Layout(64)]
public partial struct StatusRegister
{
    /// <summary>EvtOverflow: an event was lost; logging has stopped.</summary>
    [Bit(0), Access(Access.WriteOneToClear)]
    public partial bool EventOverflow { readonly get; set; }

    /// <summary>EvtLogInt: an event was logged.</summary>
    [Bit(1), Access(Access.WriteOneToClear)]
    public partial bool EventLogInterrupt { readonly get; set; }

    /// <summary>ComWaitInt: a COMPLETION_WAIT asked to interrupt.</summary>
    [Bit(2), Access(Access.WriteOneToClear)]
    public partial bool CompletionWaitInterrupt { readonly get; set; }

    /// <summary>EvtLogRun: events are logged.</summary>
    [Bit(3), Access(Access.ReadOnly)]
    public partial bool EventLogRunning { readonly get; set; }

    /// <summary>CmdBufRun: commands are fetched.</summary>
    [Bit(4), Access(Access.ReadOnly)]
    public partial bool CommandBufferRunning { readonly get; set; }

    /// <summary>PPROverflow: a page request was lost.</summary>
    [Bit(5), Access(Access.WriteOneToClear)]
    public partial bool PageRequestOverflow { readonly get; set; }

    /// <summary>PPRInt: a page request was logged.</summary>
    [Bit(6), Access(Access.WriteOneToClear)]
    public partial bool PageRequestInterrupt { readonly get; set; }

    /// <summary>PPRLogRun: page requests are logged.</summary>
    [Bit(7), Access(Access.ReadOnly)]
    public partial bool PageRequestLogRunning { readonly get; set; }

    /// <summary>GALogRun: the guest virtual APIC log is written.</summary>
    [Bit(8), Access(Access.ReadOnly)]
    public partial bool GuestVirtualApicLogRunning { readonly get; set; }

    /// <summary>GALogOverflow: an entry of that log was lost.</summary>
    [Bit(9), Access(Access.WriteOneToClear)]
    public partial bool GuestVirtualApicLogOverflow { readonly get; set; }

    /// <summary>GAInt: an entry of that log was written.</summary>
    [Bit(10), Access(Access.WriteOneToClear)]
    public partial bool GuestVirtualApicInterrupt { readonly get; set; }

    /// <summary>PPROverflowB: a page request was lost in log B.</summary>
    [Bit(11), Access(Access.WriteOneToClear)]
    public partial bool PageRequestOverflowB { readonly get; set; }

    /// <summary>PPRLogActive: page requests go to log B.</summary>
    [Bit(12), Access(Access.ReadOnly)]
    public partial bool PageRequestLogBActive { readonly get; set; }

    /// <summary>EvtOverflowB: an event was lost in log B.</summary>
    [Bit(15), Access(Access.WriteOneToClear)]
    public partial bool EventOverflowB { readonly get; set; }

    /// <summary>EvtLogActive: events go to log B.</summary>
    [Bit(16), Access(Access.ReadOnly)]
    public partial bool EventLogBActive { readonly get; set; }

    /// <summary>PPROvfEarlyB: log B has reached its early threshold.</summary>
    [Bit(17), Access(Access.WriteOneToClear)]
    public partial bool PageRequestOverflowEarlyB { readonly get; set; }

    /// <summary>PPROvfEarly: the log has reached its early threshold.</summary>
    [Bit(18), Access(Access.WriteOneToClear)]
    public partial bool PageRequestOverflowEarly { readonly get; set; }
}
