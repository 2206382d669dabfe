using DeclIommu.Formats;

namespace NestedDomains.Captures;

/// <summary>What was recorded of a device's table entry: its domain, its paging mode, and how many leaf mappings its tables reach.</summary>
internal sealed record CapturedMappings(int Line, DeviceId Device, int DomainId, int Mode, int Count);
