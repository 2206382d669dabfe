namespace NestedDomains.Nesting;

/// <summary>A device of the cast in its place: the host's domain ID that tags its translations, and what its parent maps.</summary>
internal sealed record NestedAttachment(PlacedDevice Device, int HostDomainId, AddressSpace Space);
