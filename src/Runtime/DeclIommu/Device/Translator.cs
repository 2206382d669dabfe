using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>Answers requests of devices from the caches, and from the tables in memory where the caches have no answer.</summary>
/// <remarks>
/// Safe for concurrent use; a hit takes no lock and allocates nothing. A cached translation carries the permissions of the page tables; those of the device's own
/// entry are applied at each use, so that one device's restriction neither binds nor frees another of the same domain.
/// </remarks>
internal sealed class Translator(
    RegisterFile registers, DeviceTable deviceTable, TranslationCache translations, GuestCaches guestCaches, GuestPhysicalSpace guestMemory, GuestPageTableWalker guestWalker, int prefetchedPages)
{
    private const int MostPasidBits = 20;

    private readonly uint _pasids = (uint)Math.Pow(2, Math.Min(registers.Features.MaximumPasidBits + 1, MostPasidBits));

    /// <summary>Translates one address.</summary>
    /// <param name="device">The device that asks.</param>
    /// <param name="pasid">The process address space that the request names, if it names one.</param>
    /// <param name="address">The address as the device gave it.</param>
    /// <param name="access">What it wants to do.</param>
    /// <param name="fault">What the event log needs to know, if the result is a fault.</param>
    internal DmaResult Translate(DeviceId device, Pasid? pasid, ulong address, Permissions access, out FaultSource fault)
    {
        fault = default;
        if (!registers.TranslationEnabled)
        {
            return new DmaResult(DmaOutcome.PassedThrough, address, HostTable.SmallestPage, Permissions.ReadWrite);
        }

        // Read before the device table: what is found under an entry that is dropped meanwhile must not be kept.
        int generation = translations.Generation;
        int guestGeneration = guestCaches.PageGeneration;
        DmaOutcome outcome = deviceTable.TryGet(device, out DeviceContext? context, out ulong tableAddress);
        if (context is null)
        {
            fault = new FaultSource(null, tableAddress, pasid);
            return DmaResult.Fault(outcome);
        }

        fault = new FaultSource(context, 0, pasid);
        if (context.Disposition != DmaOutcome.Translated)
        {
            return context.Disposition == DmaOutcome.PassedThrough
                ? new DmaResult(DmaOutcome.PassedThrough, address, HostTable.SmallestPage, Permissions.ReadWrite)
                : DmaResult.Fault(context.Disposition);
        }

        if (pasid is not null || context.Guest is { TakesRequestsWithoutPasid: true })
        {
            return TranslateByGuest(context, pasid ?? default, address, access, guestGeneration, out fault);
        }

        if (context.Root.Level == 0)
        {
            return Permit(context.Permissions, access, address, HostTable.SmallestPage);
        }

        if (!translations.TryFind(context.DomainId, address, out TaggedRegion page) || GuestPhysicalSpace.MustWalk(page, access))
        {
            outcome = guestMemory.Fill(context, address, access, generation, out page, out ulong entryAddress);
            if (outcome != DmaOutcome.Translated)
            {
                fault = new FaultSource(context, entryAddress);
                return DmaResult.Fault(outcome);
            }

            Prefetch(context, page, generation);
        }

        return Permit(page.Permissions & context.Permissions, access, page.PhysicalBase + (address - page.VirtualBase), page.Size);
    }

    /// <summary>Loads the translations of some pages, as PREFETCH_IOMMU_PAGES asks; what cannot be loaded is left out silently.</summary>
    /// <param name="device">The device that will ask for them.</param>
    /// <param name="pasid">The process address space that they lie in, if any.</param>
    /// <param name="first">The first page.</param>
    /// <param name="count">How many pages of that size.</param>
    /// <param name="invalidate">Whether what is cached of each page goes first.</param>
    internal void Prefetch(DeviceId device, Pasid? pasid, PageRange first, int count, bool invalidate)
    {
        if (!registers.TranslationEnabled
            || deviceTable.TryGet(device, out DeviceContext? context, out _) != DmaOutcome.Translated
            || context!.Disposition != DmaOutcome.Translated
            || !(pasid is { } space ? HasTableFor(context, space) : context.Root.Level != 0))
        {
            return;
        }

        PageRange page = first;
        for (int left = count; left > 0; left--)
        {
            Prefetch(context, pasid, page, invalidate);
            if (page.Last == ulong.MaxValue)
            {
                return;
            }

            page = PageRange.Covering(page.Last + 1, page.Last - page.Start + 1);
        }
    }

    private static DmaResult Permit(Permissions allowed, Permissions access, ulong physical, ulong pageSize) =>
        (allowed & access) == access
            ? new DmaResult(DmaOutcome.Translated, physical, pageSize, allowed)
            : DmaResult.Fault(DmaOutcome.PermissionDenied);

    private DmaResult TranslateByGuest(DeviceContext context, Pasid pasid, ulong address, Permissions access, int generation, out FaultSource fault)
    {
        fault = new FaultSource(context, 0, pasid);
        if (!HasTableFor(context, pasid))
        {
            return DmaResult.Fault(DmaOutcome.InvalidPasid);
        }

        if (!guestCaches.TryFindPage(new GuestTag(context.DomainId, pasid), address, out TaggedRegion page) || GuestPhysicalSpace.MustWalk(page, access))
        {
            DmaOutcome outcome = FillGuest(context, pasid, address, access, generation, out page, out ulong entryAddress);
            if (outcome != DmaOutcome.Translated)
            {
                fault = new FaultSource(context, entryAddress, pasid);
                return DmaResult.Fault(outcome);
            }
        }

        return Permit(page.Permissions & context.Permissions, access, page.PhysicalBase + (address - page.VirtualBase), page.Size);
    }

    private bool HasTableFor(DeviceContext context, Pasid pasid) =>
        context.Guest is { } guest
        && pasid.Value < _pasids
        && PasidIndexes.FromRaw(pasid.Value).FitIn(guest.Cr3Levels);

    private DmaOutcome FillGuest(DeviceContext context, Pasid pasid, ulong address, Permissions access, int generation, out TaggedRegion page, out ulong entryAddress)
    {
        DmaOutcome outcome = guestWalker.Walk(context, pasid, address, access, out page, out entryAddress);
        if (outcome == DmaOutcome.Translated)
        {
            guestCaches.InsertPage(new GuestTag(context.DomainId, pasid), page, generation);
        }

        return outcome;
    }

    private void Prefetch(DeviceContext context, Pasid? pasid, PageRange page, bool invalidate)
    {
        if (pasid is { } space)
        {
            if (invalidate)
            {
                guestCaches.Invalidate(new GuestTag(context.DomainId, space), page, includeTables: false);
            }

            FillGuest(context, space, page.Start, Permissions.None, guestCaches.PageGeneration, out _, out _);
            return;
        }

        if (invalidate)
        {
            translations.Invalidate(context.DomainId, page);
        }

        guestMemory.Fill(context, page.Start, Permissions.None, translations.Generation, out _, out _);
    }

    private void Prefetch(DeviceContext context, TaggedRegion page, int generation)
    {
        for (int ahead = 0; ahead < prefetchedPages; ahead++)
        {
            ulong next = page.VirtualBase + page.Size;
            if (next == 0 || guestMemory.Fill(context, next, Permissions.None, generation, out page, out _) != DmaOutcome.Translated)
            {
                return;
            }
        }
    }
}
