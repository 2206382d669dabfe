using DeclIommu.Formats;
using DeclIommu.Memory;

namespace NestedDomains.Captures;

/// <summary>One translation as the recorded machine made it.</summary>
internal sealed record CapturedTranslation(int Line, DeviceId Device, ulong Iova, ulong Physical, Permissions Permissions);
