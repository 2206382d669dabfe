using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>What guest physical addresses stand for: themselves where a device has no host page table, else what that translates them to.</summary>
/// <remarks>Safe for concurrent use. Pages found lie in the same cache as those of requests that only the host translates, under the same domain ID.</remarks>
internal sealed class GuestPhysicalSpace(HostPageTableWalker walker, TranslationCache? translations)
{
    // Where nothing translates, a piece of address space larger than any guest page.
    private const ulong Untranslated = 0x1_0000_0000_0000;

    /// <summary>Finds the page that a guest physical address lies in.</summary>
    /// <returns>The outcome; permissions are collected, not judged.</returns>
    internal DmaOutcome Find(DeviceContext context, ulong address, Permissions wanted, Permissions granted, out TaggedRegion page, out ulong entryAddress)
    {
        entryAddress = 0;
        if (context.Root.Level == 0)
        {
            ulong start = address - (address % Untranslated);
            page = new TaggedRegion(context.DomainId, start, Untranslated, start, Permissions.ReadWrite);
            return DmaOutcome.Translated;
        }

        int generation = translations?.Generation ?? 0;
        if (translations is not null && translations.TryFind(context.DomainId, address, out page) && !MustWalk(page, wanted))
        {
            return DmaOutcome.Translated;
        }

        return Walk(context, address, wanted, granted, generation, out page, out entryAddress);
    }

    /// <summary>Walks the host page table for a request that it alone translates, and keeps what it finds.</summary>
    internal DmaOutcome Fill(DeviceContext context, ulong address, Permissions wanted, int generation, out TaggedRegion page, out ulong entryAddress) =>
        Walk(context, address, wanted, context.Permissions, generation, out page, out entryAddress);

    /// <summary>Whether a cached page does not do for an access: a write that has to set a dirty bit.</summary>
    internal static bool MustWalk(in TaggedRegion page, Permissions wanted) =>
        page.Traits.Includes(RegionTraits.DefersDirty) && wanted.Includes(Permissions.Write) && page.Permissions.Includes(wanted);

    private DmaOutcome Walk(DeviceContext context, ulong address, Permissions wanted, Permissions granted, int generation, out TaggedRegion page, out ulong entryAddress)
    {
        HostAccess access = new(wanted, granted, context.SetsAccessed, context.SetsDirty);
        DmaOutcome outcome = walker.Walk(context.DomainId, context.Root, address, access, out page, out entryAddress);
        if (outcome == DmaOutcome.Translated)
        {
            translations?.Insert(page, generation);
        }

        return outcome;
    }
}
