using DeclIommu.Formats;
using NestedDomains.Hardware;

namespace NestedDomains.Nesting;

/// <summary>A device of the scenario: behind which unit it sits, whose it is, and which domain ID its guest gave it.</summary>
/// <param name="Guest">The guest; null for a device of the host's own, attached to the parent itself.</param>
/// <param name="GuestDomainId">The guest's domain ID; null without a guest.</param>
internal sealed record PlacedDevice(int Unit, DeviceId Id, string Parent, string? Guest, ushort? GuestDomainId)
{
    public string Owner => Guest is null ? $"parent {Parent} itself" : $"{Guest}, gDomID {GuestDomainId}";

    public override string ToString() => $"{DeviceName.Of(Id)} (unit {Unit})";
}
