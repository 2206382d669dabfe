using KernelPatch.Kernel;

namespace KernelPatch.AsPosted;

/// <summary>The host's domain ID that stands for one of a guest's, and how many nested domains use it.</summary>
public sealed class GuestDomainMapping : Counted
{
    public uint HostDomainId { get; set; }
}
