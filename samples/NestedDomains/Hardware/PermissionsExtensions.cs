using DeclIommu.Memory;

namespace NestedDomains.Hardware;

/// <summary>Permissions as ls writes them.</summary>
internal static class PermissionsExtensions
{
    extension(Permissions permissions)
    {
        public string Text => permissions switch
        {
            Permissions.Read => "r-",
            Permissions.Write => "-w",
            Permissions.ReadWrite => "rw",
            _ => "--",
        };
    }
}
