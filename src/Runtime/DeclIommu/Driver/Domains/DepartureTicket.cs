namespace DeclIommu.Driver;

/// <summary>A departure of a device from a domain ID that is under way.</summary>
/// <param name="Presence">The use of the ID that it ends.</param>
/// <param name="Epoch">The presence's epoch when it began.</param>
/// <param name="IsLast">Whether everything under the ID must be invalidated on the unit, as no other device was left then.</param>
internal readonly record struct DepartureTicket(TagPresence Presence, long Epoch, bool IsLast);
