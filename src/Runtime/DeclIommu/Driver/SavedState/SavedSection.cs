namespace DeclIommu.Driver;

/// <summary>The sections of the saved state of a host, in the order in which they follow one another.</summary>
internal static class SavedSection
{
    public const ushort Units = 1;
    public const ushort Parents = 2;
    public const ushort Pages = 3;
    public const ushort VirtualIommus = 4;
    public const ushort NestedDomains = 5;
    public const ushort GuestPageTables = 6;
    public const ushort GuestPages = 7;
    public const ushort PasidDomains = 8;
    public const ushort Bindings = 9;
    public const ushort Endpoints = 10;
    public const ushort VirtualDevices = 11;
    public const ushort Quarantine = 12;
}
