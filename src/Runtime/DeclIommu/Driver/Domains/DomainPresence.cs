using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>Which domain IDs under one parent, its own and those of its nested domains, devices use on which units: what a flush of the parent must reach.</summary>
/// <remarks>
/// A device is entered before its entry names the ID, and leaves after the unit has confirmed that it forgot the entry, and with the last device everything under the
/// ID. So whoever has changed the page table and then looks here finds every unit that can have anything of before the change cached.
/// Lock: its own gate, taken after those of endpoints, domains and page tables, before those of command queues.
/// </remarks>
internal sealed class DomainPresence(int units)
{
    [GuardedBy(nameof(Gate))]
    private readonly UnitPresence?[] _units = new UnitPresence?[units];

    /// <summary>The lock of all that says where IDs are in use.</summary>
    [NoBlocking]
    public object Gate { get; } = new();

    /// <summary>Enters a device that is about to use an ID.</summary>
    public void Enter(DomainTag tag, IommuEndpoint endpoint)
    {
        int unit = endpoint.Unit.Index;
        lock (Gate)
        {
            UnitPresence there = _units[unit] ??= new UnitPresence(endpoint.Unit);
            TagPresence presence = Find(tag, unit) ?? there.Add(tag);
            presence.Devices++;
            presence.Epoch++;
            there.Add(new EndpointUse(endpoint, tag));
        }
    }

    /// <summary>Begins the departure of a device whose entry is about to name another ID, or none.</summary>
    [return: ReturnsOwned]
    public DepartureTicket BeginLeaving(DomainTag tag, IommuEndpoint endpoint)
    {
        lock (Gate)
        {
            TagPresence presence = Find(tag, endpoint.Unit.Index) ?? throw new InvalidOperationException($"No device uses domain ID {tag.Id} on {endpoint.Unit.Name}.");
            presence.Devices--;
            presence.Leaving++;
            return Ticket(presence);
        }
    }

    /// <summary>Ends a departure after the unit has answered.</summary>
    /// <param name="ticket">The departure.</param>
    /// <param name="endpoint">The device.</param>
    /// <param name="confirmed">Whether the unit has confirmed all invalidations that the ticket asked for.</param>
    /// <returns>Null, or the ticket of another invalidation: everything under the ID must be invalidated once more, since other devices came or went meanwhile.</returns>
    [return: ReturnsOwned]
    public DepartureTicket? EndLeaving(DepartureTicket ticket, IommuEndpoint endpoint, bool confirmed)
    {
        lock (Gate)
        {
            TagPresence presence = ticket.Presence;
            UnitPresence there = _units[presence.Unit]!;
            bool isLast = presence.Devices == 0 && presence.Leaving == 1;
            if (confirmed && isLast && !(ticket.IsLast && ticket.Epoch == presence.Epoch))
            {
                return Ticket(presence);
            }

            presence.Leaving--;
            there.Remove(new EndpointUse(endpoint, presence.Tag));
            if (confirmed && isLast)
            {
                there.Remove(presence);
            }

            return null;
        }
    }

    /// <summary>Takes an ID out that no device uses any more.</summary>
    /// <returns>The units that have not confirmed that they forgot everything under it.</returns>
    public UnitSet Retire(DomainTag tag)
    {
        UnitSet doubtful = UnitSet.Empty;
        lock (Gate)
        {
            while (tag.Presences is [TagPresence presence, ..])
            {
                UnitPresence there = _units[presence.Unit]!;
                doubtful |= UnitSet.Of(presence.Unit);
                there.IsDoubtful = true;
                there.Remove(presence);
            }
        }

        return doubtful;
    }

    /// <summary>Adds to a batch what makes every unit concerned, and every device that caches translations itself, forget a range.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="pieces">Ranges that cover exactly what is to be forgotten.</param>
    /// <param name="whole">One range that covers it all, for when the pieces would be too many commands.</param>
    /// <param name="mostCommands">How many commands a unit is sent at most, before it forgets everything instead if it can be told so in one.</param>
    public void AddInvalidations(FlushBatch batch, ReadOnlySpan<PageRange> pieces, PageRange whole, int mostCommands)
    {
        lock (Gate)
        {
            foreach (UnitPresence? there in _units)
            {
                if (there is null)
                {
                    continue;
                }

                if (there.Count > 0)
                {
                    bool fits = (long)there.Count * pieces.Length <= mostCommands;
                    if (!fits && pieces.Length > 1 && !there.ForgetsEverything(mostCommands))
                    {
                        DriverMetrics.NoteWidened(there.Unit.Name, there.Count);
                    }

                    there.AddInvalidations(batch.For(there.Unit.Index), fits ? pieces : new ReadOnlySpan<PageRange>(in whole), mostCommands);
                }

                if (there.IsDoubtful)
                {
                    // A unit that failed forgets everything before it works again; until then it cannot confirm, and the flush fails over it.
                    there.IsDoubtful = there.Unit.Failure is not null;
                    batch.For(there.Unit.Index);
                }
            }
        }
    }

    /// <summary>Adds one invalidation under one ID for every unit on which devices use it.</summary>
    public void AddInvalidation(FlushBatch batch, DomainTag tag, InvalidateIommuPages command)
    {
        command.DomainId = new DomainId(tag.Id.Value);
        lock (Gate)
        {
            foreach (TagPresence presence in tag.Presences)
            {
                batch.For(presence.Unit).Add(command);
            }
        }
    }

    /// <summary>Notes that guest tables translate for devices under an ID from now on.</summary>
    /// <param name="tag">The ID.</param>
    /// <param name="guestPasids">How many PASIDs, from 0 on, a guest may use without telling the host.</param>
    public void AllowGuestTables(DomainTag tag, uint guestPasids)
    {
        lock (Gate)
        {
            (tag.Pasids ??= new GuestPasids()).Allow(guestPasids);
        }
    }

    /// <summary>Notes that devices may come to have translations of a PASID cached, before they can.</summary>
    public void AddPasid(DomainTag tag, Pasid pasid)
    {
        lock (Gate)
        {
            tag.Pasids?.Add(pasid);
        }
    }

    /// <summary>Notes that no device has translations of a PASID cached any more.</summary>
    public void RemovePasid(DomainTag tag, Pasid pasid)
    {
        lock (Gate)
        {
            tag.Pasids?.Remove(pasid);
        }
    }

    /// <summary>Gives the PASIDs of which devices may have translations cached under an ID.</summary>
    public void CopyPasids(DomainTag tag, List<Pasid> pasids)
    {
        lock (Gate)
        {
            tag.Pasids?.CopyTo(pasids);
        }
    }

    /// <summary>The units on which an ID under the parent is in use, or something may still be cached.</summary>
    public UnitSet Units
    {
        get
        {
            lock (Gate)
            {
                UnitSet set = UnitSet.Empty;
                foreach (UnitPresence? there in _units)
                {
                    if (there is { Count: > 0 } or { IsDoubtful: true })
                    {
                        set |= UnitSet.Of(there.Unit.Index);
                    }
                }

                return set;
            }
        }
    }

    /// <summary>The devices entered, at one moment.</summary>
    public List<IommuEndpoint> SnapshotEndpoints()
    {
        List<IommuEndpoint> endpoints = [];
        lock (Gate)
        {
            foreach (UnitPresence? there in _units)
            {
                if (there is not null)
                {
                    foreach (EndpointUse use in there.Endpoints)
                    {
                        endpoints.Add(use.Endpoint);
                    }
                }
            }
        }

        return endpoints;
    }

    [RequiresLock(nameof(Gate))]
    private TagPresence? Find(DomainTag tag, int unit)
    {
        foreach (TagPresence presence in tag.Presences)
        {
            if (presence.Unit == unit)
            {
                return presence;
            }
        }

        return null;
    }

    [RequiresLock(nameof(Gate))]
    private DepartureTicket Ticket(TagPresence presence) =>
        new(presence, ++presence.Epoch, presence.Devices == 0 && presence.Leaving == 1);
}
