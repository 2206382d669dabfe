using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>Carries out one command at a time. AMD IOMMU specification, 48882, commands.</summary>
/// <remarks>
/// Page directories are dropped before translations: a walk that still started at a dropped one has read the older generation of the translations,
/// and what it found is not kept. Not modelled yet, and executed without effect: INVALIDATE_INTERRUPT_TABLE (no
/// interrupt remapping), COMPLETE_PPR_REQUEST (no page request log). An invalidation with GN = 0 also drops all that guest tables gave under the domain ID.
/// </remarks>
internal struct CommandExecutor(DeviceModel model) : ICommandHandler
{
    private const ulong NoAddress = 0;

    private bool _invalidatesSinceWait;

    /// <summary>What became of the last command.</summary>
    internal CommandVerdict Verdict { get; private set; }

    /// <summary>Where the last command could not store.</summary>
    internal ulong FailedAddress { get; private set; }

    /// <inheritdoc/>
    public void OnCompletionWait(in CompletionWait command)
    {
        if (!Accept(command.TryValidate(out _)))
        {
            return;
        }

        if (_invalidatesSinceWait)
        {
            model.Requests.Drain();
            _invalidatesSinceWait = false;
        }

        if (command.Store && !model.Memory.TryPublish(command.StoreAddress, command.StoreData))
        {
            Verdict = CommandVerdict.StoreFailed;
            FailedAddress = command.StoreAddress;
        }
        else if (command.Interrupt && model.Registers.NoteCompletionWait())
        {
            Verdict = CommandVerdict.ExecutedWithInterrupt;
        }
    }

    /// <inheritdoc/>
    public void OnInvalidateDeviceTableEntry(in InvalidateDeviceTableEntry command)
    {
        if (Accept(command.TryValidate(out _)))
        {
            model.DeviceTable.Invalidate(command.DeviceId);
            _invalidatesSinceWait = true;
        }
    }

    /// <inheritdoc/>
    public void OnInvalidateIommuPages(in InvalidateIommuPages command)
    {
        if (!Accept(command.TryValidate(out _)))
        {
            return;
        }

        _invalidatesSinceWait = true;
        if (command.IsGuest)
        {
            model.GuestCaches.Invalidate(new GuestTag(command.DomainId, command.Pasid), command.Range, command.IncludePageDirectories);
            return;
        }

        if (command.IncludePageDirectories)
        {
            model.Directories.Invalidate(command.DomainId, command.Range);
        }

        // What comes from the host's translations goes after them.
        model.Translations.Invalidate(command.DomainId, command.Range);
        model.GuestCaches.InvalidateDomain(command.DomainId, command.IncludePageDirectories);
    }

    /// <inheritdoc/>
    public void OnInvalidateIotlbPages(in InvalidateIotlbPages command)
    {
        bool hasType = command.InvalidationType != 0;
        if (!Accept(command.TryValidate(out _) && (!hasType || model.Registers.Features.InvalidateIotlbTypeSupported)))
        {
            return;
        }

        _invalidatesSinceWait = true;
        if (model.DeviceTlbs.TryGetValue(command.DeviceId.Value, out DeviceTlb? tlb))
        {
            tlb.Invalidate(command.IsGuest ? command.Pasid : null, command.Range);
        }
    }

    /// <inheritdoc/>
    public void OnInvalidateInterruptTable(in InvalidateInterruptTable command) => Accept(command.TryValidate(out _));

    /// <inheritdoc/>
    public void OnPrefetchIommuPages(in PrefetchIommuPages command)
    {
        if (Accept(command.TryValidate(out _) && model.Registers.Features.PrefetchSupported))
        {
            model.Translator.Prefetch(command.DeviceId, command.IsGuest ? command.Pasid : null, command.Range, command.Count, command.Invalidate);
        }
    }

    /// <inheritdoc/>
    public void OnCompletePeripheralPageRequest(in CompletePeripheralPageRequest command) =>
        Accept(command.TryValidate(out _) && model.Registers.Features.PageRequestsSupported);

    /// <inheritdoc/>
    public void OnInvalidateIommuAll(in InvalidateIommuAll command)
    {
        if (Accept(command.TryValidate(out _) && model.Registers.Features.InvalidateAllSupported))
        {
            model.DeviceTable.InvalidateAll();
            model.Directories.InvalidateAll();
            model.Translations.InvalidateAll();
            model.GuestCaches.InvalidateAll();
            _invalidatesSinceWait = true;
        }
    }

    /// <inheritdoc/>
    public void OnInsertGuestEvent(in InsertGuestEvent command) => Accept(false);

    /// <inheritdoc/>
    public void OnResetVirtualMmio(in ResetVirtualMmio command) => Accept(false);

    /// <inheritdoc/>
    public void OnUnknown(in Command raw) => Accept(false);

    private bool Accept(bool isLegal)
    {
        Verdict = isLegal ? CommandVerdict.Executed : CommandVerdict.Illegal;
        FailedAddress = NoAddress;
        return isLegal;
    }
}
