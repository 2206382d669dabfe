using Microsoft.Extensions.Logging;

namespace DeclIommu.Driver;

/// <summary>What the driver logs.</summary>
internal static partial class DriverLog
{
    [LoggerMessage(1, LogLevel.Error, "{Unit} failed ({Failure}): its devices are blocked until it is recovered. {Reason}")]
    public static partial void UnitFailed(ILogger logger, string unit, UnitFailure failure, string reason);

    [LoggerMessage(2, LogLevel.Information, "{Unit} was recovered: it has forgotten everything, and its devices reach again what they are attached to.")]
    public static partial void UnitRecovered(ILogger logger, string unit);

    [LoggerMessage(3, LogLevel.Error, "A deferred flush of domain {DomainId} was not confirmed; {Ranges} range(s) stay unusable until one is.")]
    public static partial void DeferredFlushFailed(ILogger logger, Exception failure, HostDomainId domainId, int ranges);

    [LoggerMessage(5, LogLevel.Error, "A deferred flush of a guest page table was not confirmed; {Ranges} range(s) stay unusable until one is.")]
    public static partial void DeferredGuestFlushFailed(ILogger logger, Exception failure, int ranges);

    [LoggerMessage(6, LogLevel.Error, "A deferred flush of unbound PASIDs of domain {DomainId} was not confirmed; units may use the tables of {Pasids} PASID(s) until one is.")]
    public static partial void DeferredUnbindFailed(ILogger logger, Exception failure, HostDomainId domainId, int pasids);

    [LoggerMessage(4, LogLevel.Warning, "Domain {DomainId} was disposed with {Devices} device(s), {NestedDomains} nested domain(s) and {VirtualIommus} virtual IOMMU(s) still in use.")]
    public static partial void DisposedInUse(ILogger logger, HostDomainId domainId, int devices, int nestedDomains, int virtualIommus);
}
