namespace DeclIommu.NestedDomains.Tests.Readme;

public enum Direction : byte
{
    FromDevice,
    ToDevice,
}
