using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>The domain IDs under one parent that devices use on one unit, densely, and those devices.</summary>
internal sealed class UnitPresence(IommuUnit unit)
{
    [GuardedBy("DomainPresence.Gate")]
    private TagPresence[] _tags = new TagPresence[4];

    [GuardedBy("DomainPresence.Gate")]
    private DomainId[] _ids = new DomainId[4];

    [GuardedBy("DomainPresence.Gate")]
    private readonly List<Pasid> _pasids = [];

    [GuardedBy("DomainPresence.Gate")]
    private int _caching;

    public IommuUnit Unit { get; } = unit;

    /// <summary>How many IDs there are.</summary>
    [GuardedBy("DomainPresence.Gate")]
    public int Count { get; private set; }

    [GuardedBy("DomainPresence.Gate")]
    public List<EndpointUse> Endpoints { get; } = [];

    /// <summary>Whether the unit failed while it was to forget an ID that is in the list no more.</summary>
    [GuardedBy("DomainPresence.Gate")]
    public bool IsDoubtful { get; set; }

    [RequiresLock("DomainPresence.Gate")]
    public TagPresence Add(DomainTag tag)
    {
        if (Count == _tags.Length)
        {
            Array.Resize(ref _tags, 2 * Count);
            Array.Resize(ref _ids, 2 * Count);
        }

        TagPresence presence = new(tag, Unit.Index) { Index = Count };
        _tags[Count] = presence;
        _ids[Count++] = new DomainId(tag.Id.Value);
        tag.Presences.Add(presence);
        return presence;
    }

    [RequiresLock("DomainPresence.Gate")]
    public void Remove(TagPresence presence)
    {
        TagPresence moved = _tags[--Count];
        _tags[presence.Index] = moved;
        _ids[presence.Index] = _ids[Count];
        moved.Index = presence.Index;
        _tags[Count] = null!;
        presence.Tag.Presences.Remove(presence);
    }

    [RequiresLock("DomainPresence.Gate")]
    public void Add(EndpointUse use)
    {
        Endpoints.Add(use);
        _caching += use.Endpoint.CachesTranslations ? 1 : 0;
    }

    [RequiresLock("DomainPresence.Gate")]
    public void Remove(EndpointUse use)
    {
        if (Endpoints.Remove(use))
        {
            _caching -= use.Endpoint.CachesTranslations ? 1 : 0;
        }
    }

    /// <summary>Whether the unit is to forget everything, for there are too many IDs to name each.</summary>
    [RequiresLock("DomainPresence.Gate")]
    public bool ForgetsEverything(int mostCommands) => Count > mostCommands && Unit.ExtendedFeatures.InvalidateAllSupported;

    /// <summary>Adds the commands that make the unit and the caching devices behind it forget ranges under every ID.</summary>
    [RequiresLock("DomainPresence.Gate")]
    public void AddInvalidations(CommandList commands, ReadOnlySpan<PageRange> ranges, int mostCommands)
    {
        if (ForgetsEverything(mostCommands))
        {
            commands.Add(new InvalidateIommuAll());
            DriverMetrics.NoteWidened(Unit.Name, Count);
        }
        else
        {
            foreach (PageRange range in ranges)
            {
                commands.AddForEach(FlushCommands.Pages(default, range), _ids.AsSpan(0, Count));
            }
        }

        if (_caching == 0)
        {
            return;
        }

        foreach (EndpointUse use in Endpoints)
        {
            if (use.Endpoint.CachesTranslations)
            {
                AddDeviceInvalidations(commands, use, ranges);
            }
        }
    }

    // What guest tables gave lies at guest virtual addresses, wherever the parent maps what is behind them.
    [RequiresLock("DomainPresence.Gate")]
    private void AddDeviceInvalidations(CommandList commands, EndpointUse use, ReadOnlySpan<PageRange> ranges)
    {
        if (use.Tag.Pasids is { } pasids)
        {
            _pasids.Clear();
            pasids.CopyTo(_pasids);
            use.Endpoint.AddForgetting(commands, _pasids);
            return;
        }

        foreach (PageRange range in ranges)
        {
            commands.Add(FlushCommands.DevicePages(use.Endpoint.DeviceId, use.Endpoint.InvalidationQueueDepth, range));
        }
    }
}
