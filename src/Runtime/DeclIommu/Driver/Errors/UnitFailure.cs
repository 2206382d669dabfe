namespace DeclIommu.Driver;

/// <summary>Why a unit does not do its work any more.</summary>
public enum UnitFailure
{
    /// <summary>A completion wait, or room in the command buffer, did not come in time.</summary>
    Timeout,

    /// <summary>The unit stopped its command buffer: it met a command that it calls illegal, or could not read one.</summary>
    CommandBufferStopped,

    /// <summary>The unit refused an access to one of its registers.</summary>
    RegisterRefused,
}
