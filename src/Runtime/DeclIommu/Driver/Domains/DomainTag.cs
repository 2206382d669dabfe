using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>A domain ID of the host with the units on which devices use it.</summary>
/// <param name="id">The ID, which is the caller's until now.</param>
/// <param name="charge">What it was charged to, if anything.</param>
internal sealed class DomainTag([Consumes] HostDomainId id, [Consumes] DomainIdQuota? charge = null)
{
    private readonly DomainIdQuota? _charge = charge;

    /// <summary>Stands where there is no ID yet.</summary>
    public static DomainTag None { get; } = new(default);

    public HostDomainId Id { get; } = id;

    /// <summary>The ID, for whoever takes it out of use: no device has it any more.</summary>
    [return: ReturnsOwned]
    public HostDomainId Surrender() => Id;

    /// <summary>What the ID was charged to, for whoever takes it out of use.</summary>
    [return: ReturnsOwned]
    public DomainIdQuota? SurrenderCharge() => _charge;

    /// <summary>Where it is used: changed and read by <see cref="DomainPresence"/> alone, inside its gate.</summary>
    [GuardedBy("DomainPresence.Gate")]
    public List<TagPresence> Presences { get; } = new(1);

    /// <summary>What guest tables may give to devices under it; null while none do.</summary>
    [GuardedBy("DomainPresence.Gate")]
    public GuestPasids? Pasids { get; set; }
}
