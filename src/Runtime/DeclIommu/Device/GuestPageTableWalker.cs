using System.Runtime.CompilerServices;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>Walks guest CR3 tables and guest (version 2) page tables, each of their addresses translated by the host page table where there is one.</summary>
/// <remarks>
/// AMD IOMMU specification, 48882, guest page tables. Without GCR3TRPMode the addresses of guest CR3 tables are system physical; the page table root that they
/// give is guest physical in any case. Guest tables are written to set accessed and dirty bits, so the host must allow that, unless all bits are set.
/// Every step goes down a level; an entry is read again only if software changed it while a bit was to be set.
/// </remarks>
internal sealed class GuestPageTableWalker(IPhysicalMemory memory, GuestCaches? caches, GuestPhysicalSpace guestMemory)
{
    private const int EntrySize = GuestPageTableEntry.SizeInBytes;
    private const int HighestLevelOfPages = 3;

    private readonly PhysicalMemory? _flat = memory as PhysicalMemory;

    /// <summary>Finds the page that a guest virtual address lies in, as far as guest and host translate it alike.</summary>
    /// <param name="context">The device, which has guest translation.</param>
    /// <param name="pasid">The process address space.</param>
    /// <param name="address">The address.</param>
    /// <param name="wanted">What is to be done there.</param>
    /// <param name="page">The page with its system physical address, if the outcome is <see cref="DmaOutcome.Translated"/>.</param>
    /// <param name="entryAddress">The physical address of the last table entry asked for, if it is known.</param>
    /// <returns>The outcome; the permissions of the page are collected, not judged.</returns>
    internal DmaOutcome Walk(DeviceContext context, Pasid pasid, ulong address, Permissions wanted, out TaggedRegion page, out ulong entryAddress)
    {
        page = default;
        entryAddress = 0;
        GuestTables guest = context.Guest!;
        GuestVirtualAddress indexes = GuestVirtualAddress.FromRaw(address);
        if (!indexes.IsCanonical(guest.Levels))
        {
            return DmaOutcome.AddressOutOfRange;
        }

        GuestTag tag = new(context.DomainId, pasid);
        int generation = caches?.TableGeneration ?? 0;
        DmaOutcome outcome;
        if (caches is null || !caches.TryFindTable(tag, address, out GuestTable table) || table.Level > guest.Levels)
        {
            outcome = FindRoot(context, guest, pasid, out table, out entryAddress);
            if (outcome != DmaOutcome.Translated)
            {
                return outcome;
            }

            caches?.InsertTable(tag, address, table, generation);
        }

        while (true)
        {
            ulong place = table.Address + indexes.EntryOffsetAt(table.Level);
            entryAddress = place;
            if (!TryRead(place, out ulong raw))
            {
                return DmaOutcome.PageTableUnreadable;
            }

            GuestPageTableEntry entry = GuestPageTableEntry.FromRaw(raw);
            if (!entry.IsPresent)
            {
                return DmaOutcome.NotPresent;
            }

            GuestTable below = table.Below(entry);
            if (table.Level == 1 || entry.IsLargePage)
            {
                outcome = TakePage(context, guest, address, table, below.Allowed, entry, place, wanted, out page, out bool isTorn);
                if (isTorn)
                {
                    continue;
                }

                return outcome;
            }

            if (!entry.TryValidate(out _))
            {
                return DmaOutcome.IllegalPageTableEntry;
            }

            if (guest.SetsAccessed && !entry.Accessed)
            {
                outcome = TryMark(table, place, entry, entry with { Accessed = true }, out bool isChanged);
                if (isChanged)
                {
                    continue;
                }

                if (outcome != DmaOutcome.Translated)
                {
                    return outcome;
                }
            }

            table = below;
            outcome = Enter(context, guest, entry.Address, ref table, ref entryAddress);
            if (outcome != DmaOutcome.Translated)
            {
                return outcome;
            }

            caches?.InsertTable(tag, address, table, generation);
        }
    }

    private DmaOutcome FindRoot(DeviceContext context, GuestTables guest, Pasid pasid, out GuestTable root, out ulong entryAddress)
    {
        root = default;
        ulong address = guest.Root;
        entryAddress = 0;
        PasidIndexes indexes = PasidIndexes.FromRaw(pasid.Value);
        for (int level = (int)guest.Cr3Levels; level >= 0; level--)
        {
            ulong table = address;
            if (guest.RootIsGuestPhysical)
            {
                DmaOutcome outcome = FindReadable(context, address, out table, ref entryAddress);
                if (outcome != DmaOutcome.Translated)
                {
                    return outcome;
                }
            }

            entryAddress = table + (ulong)(indexes.IndexAt(level) * EntrySize);
            if (!TryRead(entryAddress, out ulong raw))
            {
                return DmaOutcome.PageTableUnreadable;
            }

            GuestCr3TableEntry entry = GuestCr3TableEntry.FromRaw(raw);
            if (!entry.IsValid)
            {
                return DmaOutcome.NotPresent;
            }

            if (!entry.TryValidate(out _))
            {
                return DmaOutcome.IllegalPageTableEntry;
            }

            address = entry.Address;
        }

        root = new GuestTable(0, guest.Levels, Permissions.ReadWrite, RegionTraits.User);
        return Enter(context, guest, address, ref root, ref entryAddress);
    }

    private DmaOutcome FindReadable(DeviceContext context, ulong guestPhysical, out ulong physical, ref ulong entryAddress)
    {
        DmaOutcome outcome = guestMemory.Find(context, guestPhysical, Permissions.Read, Permissions.Read, out TaggedRegion page, out ulong hostEntry);
        physical = page.PhysicalBase + (guestPhysical - page.VirtualBase);
        entryAddress = outcome == DmaOutcome.Translated ? entryAddress : hostEntry;
        return outcome == DmaOutcome.Translated && !page.Permissions.Includes(Permissions.Read) ? DmaOutcome.PermissionDenied : outcome;
    }

    // Finds where a guest page table lies, and whether it can be written.
    private DmaOutcome Enter(DeviceContext context, GuestTables guest, ulong guestPhysical, ref GuestTable table, ref ulong entryAddress)
    {
        Permissions wanted = guest.SetsAccessed || guest.SetsDirty ? Permissions.ReadWrite : Permissions.Read;
        DmaOutcome outcome = guestMemory.Find(context, guestPhysical, wanted, wanted, out TaggedRegion page, out ulong hostEntry);
        if (outcome != DmaOutcome.Translated)
        {
            entryAddress = hostEntry;
            return outcome;
        }

        table.Address = page.PhysicalBase + (guestPhysical - page.VirtualBase);
        table.Traits = (table.Traits & ~RegionTraits.Writable) | (page.Permissions.Includes(Permissions.Write) ? RegionTraits.Writable : RegionTraits.None);
        return page.Permissions.Includes(Permissions.Read) ? DmaOutcome.Translated : DmaOutcome.PermissionDenied;
    }

    private DmaOutcome TakePage(
        DeviceContext context, GuestTables guest, ulong address, in GuestTable table, Permissions allowed, GuestPageTableEntry entry, ulong entryAddress, Permissions wanted, out TaggedRegion page, out bool isTorn)
    {
        page = default;
        isTorn = false;
        ulong size = HostTable.PageSize(table.Level);

        // Of a large page, bit 12 is an attribute; the other bits below its size are reserved.
        ulong start = entry.Address.AlignDown(table.Level > 1 ? 2 * HostTable.SmallestPage : HostTable.SmallestPage);
        if (table.Level > HighestLevelOfPages || start.OffsetIn(size) != 0 || !entry.TryValidate(out _))
        {
            return DmaOutcome.IllegalPageTableEntry;
        }

        Permissions granted = allowed & context.Permissions;
        bool mayWrite = wanted.Includes(Permissions.Write) && granted.Includes(wanted);
        bool lacksBits = (guest.SetsAccessed && !entry.Accessed) || (guest.SetsDirty && !entry.Dirty && mayWrite);
        if (lacksBits && !table.Traits.Includes(RegionTraits.Writable))
        {
            return DmaOutcome.PermissionDenied;
        }

        ulong guestPhysical = start + address.OffsetIn(size);
        DmaOutcome outcome = guestMemory.Find(context, guestPhysical, wanted, granted, out TaggedRegion host, out _);
        if (outcome != DmaOutcome.Translated)
        {
            return outcome;
        }

        bool isWritten = mayWrite && host.Permissions.Includes(wanted);
        GuestPageTableEntry marked = entry with { Accessed = entry.Accessed || guest.SetsAccessed, Dirty = entry.Dirty || (guest.SetsDirty && isWritten) };
        if (marked != entry)
        {
            outcome = TryMark(table, entryAddress, entry, marked, out isTorn);
            if (outcome != DmaOutcome.Translated || isTorn)
            {
                return outcome;
            }
        }

        ulong common = Math.Min(size, host.Size);
        bool defersDirty = (guest.SetsDirty && !marked.Dirty) || host.Traits.Includes(RegionTraits.DefersDirty);
        ulong virtualBase = address.AlignDown(common);
        ulong physical = host.PhysicalBase + (guestPhysical - host.VirtualBase) - (address - virtualBase);
        page = new TaggedRegion(default, virtualBase, common, physical, allowed & host.Permissions) { Traits = defersDirty ? RegionTraits.DefersDirty : RegionTraits.None };
        return DmaOutcome.Translated;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryRead(ulong entryAddress, out ulong raw)
    {
        if (_flat is { } flat)
        {
            return flat.Tables.TryRead(entryAddress, out raw);
        }

        bool isBacked = memory.TryReadWord(entryAddress, out ulong word);
        raw = word;
        return isBacked;
    }

    private DmaOutcome TryMark(in GuestTable table, ulong entryAddress, GuestPageTableEntry entry, GuestPageTableEntry marked, out bool isChanged)
    {
        isChanged = false;
        if (!table.Traits.Includes(RegionTraits.Writable))
        {
            return DmaOutcome.PermissionDenied;
        }

        isChanged = !memory.TryReplaceWord(entryAddress, entry.ToRaw(), marked.ToRaw());
        return DmaOutcome.Translated;
    }
}
