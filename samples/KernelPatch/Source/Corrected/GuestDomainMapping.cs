using KernelPatch.Kernel;

namespace KernelPatch.Corrected;

/// <summary>The host's domain ID that stands for one of a guest's, and how many nested domains use it.</summary>
public sealed class GuestDomainMapping : Counted
{
    public GuestDomainMapping(uint hostDomainId)
    {
        HostDomainId = hostDomainId;
        Users = 1;
    }

    public uint HostDomainId { get; }
}
