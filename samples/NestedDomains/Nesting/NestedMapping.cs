namespace NestedDomains.Nesting;

/// <summary>One domain ID of the host: the guest's that it stands for, or the parent's own, and who uses it.</summary>
/// <param name="Guest">Null for the parent's own ID.</param>
/// <param name="GuestDomainId">Null for the parent's own ID.</param>
/// <param name="Users">How many nested domains share it; of the parent's own, how many devices are attached.</param>
internal sealed record NestedMapping(string Parent, string? Guest, int? GuestDomainId, int HostDomainId, int Users, IReadOnlyList<string> Devices);
