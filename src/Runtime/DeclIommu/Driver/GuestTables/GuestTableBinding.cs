using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>A PASID of a domain under which a guest page table is in use: from before units can see the table until none has anything cached of it.</summary>
[ReferenceCounted]
internal sealed class GuestTableBinding
{
    private GuestTableBinding(PasidDomain domain, Pasid pasid, GuestPageTable table)
    {
        Domain = domain;
        Pasid = pasid;
        Table = table;
    }

    /// <summary>The domain.</summary>
    public PasidDomain Domain { get; }

    /// <summary>The process address space.</summary>
    public Pasid Pasid { get; }

    /// <summary>The table, which counts as in use until the binding ends.</summary>
    public GuestPageTable Table { get; }

    /// <summary>Enters a use of a table.</summary>
    /// <exception cref="ObjectDisposedException">The table was disposed.</exception>
    [return: ReturnsOwned]
    public static GuestTableBinding Begin(PasidDomain domain, Pasid pasid, GuestPageTable table)
    {
        GuestTableBinding binding = new(domain, pasid, table);
        try
        {
            domain.Presence.AddPasid(domain.Tag, pasid);
            table.Add(binding);
        }
        catch
        {
            binding.End();
            throw;
        }

        return binding;
    }

    /// <summary>Ends the use: no unit has anything cached of it any more.</summary>
    [ReleasesReference]
    public void End()
    {
        Domain.Presence.RemovePasid(Domain.Tag, Pasid);
        Table.Remove(this);
    }
}
