namespace DeclIommu.Formats;

/// <summary>The answer to a peripheral page request.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, commands, COMPLETE_PPR_REQUEST.</remarks>
public enum PageRequestResponse : byte
{
    /// <summary>The pages are there.</summary>
    Success = 0,

    /// <summary>The pages cannot be had.</summary>
    InvalidRequest = 1,

    /// <summary>The request failed for good; the device stops sending.</summary>
    ResponseFailure = 15,
}
