using DeclIommu.Device;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Device;

/// <summary>The specification's walk through guest and host tables bit by bit, from its text alone: no caches, no code of the product but the memory and the enumerations.</summary>
internal sealed class NaiveTranslation(PhysicalMemory memory, NaiveSetup setup)
{
    public (DmaOutcome Outcome, ulong Physical, ulong Size, Permissions Permissions) Translate(uint pasid, ulong address, Permissions access)
    {
        (DmaOutcome outcome, ulong physical, ulong size, Permissions permissions) = Walk(pasid, address, access);
        permissions &= setup.EntryPermissions;
        return outcome != DmaOutcome.Translated ? (outcome, 0, 0, Permissions.None)
            : (permissions & access) != access ? (DmaOutcome.PermissionDenied, 0, 0, Permissions.None)
            : (outcome, physical, size, permissions);
    }

    private (DmaOutcome, ulong, ulong, Permissions) Walk(uint pasid, ulong address, Permissions access)
    {
        int bits = setup.GuestLevels == 5 ? 57 : 48;
        if ((long)(address << (64 - bits)) >> (64 - bits) != (long)address)
        {
            return Fault(DmaOutcome.AddressOutOfRange);
        }

        ulong table = setup.GuestCr3;
        for (int level = setup.Cr3Levels - 1; level >= 0; level--)
        {
            if (setup.Cr3IsGuestPhysical && Readable(ref table) is { } unreadable)
            {
                return Fault(unreadable);
            }

            if (Word(table + (((pasid >> (9 * level)) & 511) * 8)) is not { } entry)
            {
                return Fault(DmaOutcome.PageTableUnreadable);
            }

            if ((entry & 1) == 0)
            {
                return Fault(DmaOutcome.NotPresent);
            }

            if ((entry & 0xFFF0_0000_0000_0FFE) != 0)
            {
                return Fault(DmaOutcome.IllegalPageTableEntry);
            }

            table = entry & 0x000F_FFFF_FFFF_F000;
        }

        Permissions permissions = Permissions.ReadWrite;
        bool isUser = true;
        for (int level = setup.GuestLevels; ; level--)
        {
            if (Table(ref table, out bool isWritable) is { } noTable)
            {
                return Fault(noTable);
            }

            ulong place = table + (((address >> (3 + (9 * level))) & 511) * 8);
            if (Word(place) is not { } entry)
            {
                return Fault(DmaOutcome.PageTableUnreadable);
            }

            if ((entry & 1) == 0)
            {
                return Fault(DmaOutcome.NotPresent);
            }

            permissions &= (entry & 2) != 0 ? Permissions.ReadWrite : Permissions.Read;
            isUser &= (entry & 4) != 0;
            ulong target = entry & 0x000F_FFFF_FFFF_F000;
            if (level > 1 && (entry & 0x80) == 0)
            {
                if (setup.MarksGuest && (entry & 0x20) == 0)
                {
                    if (!isWritable)
                    {
                        return Fault(DmaOutcome.PermissionDenied);
                    }

                    Mark(place, 0x20);
                }

                table = target;
                continue;
            }

            ulong size = 1UL << (3 + (9 * level));
            if (level > 1)
            {
                target &= ~0x1000UL;
            }

            if (level > 3 || (target & (size - 1)) != 0)
            {
                return Fault(DmaOutcome.IllegalPageTableEntry);
            }

            permissions = isUser ? permissions : Permissions.None;
            Permissions granted = permissions & setup.EntryPermissions;
            bool mayWrite = (access & Permissions.Write) != 0 && (granted & access) == access;
            if (setup.MarksGuest && ((entry & 0x20) == 0 || (mayWrite && (entry & 0x40) == 0)) && !isWritable)
            {
                return Fault(DmaOutcome.PermissionDenied);
            }

            (DmaOutcome outcome, ulong physical, ulong hostSize, Permissions host) = Host(target + (address & (size - 1)), access, granted);
            if (outcome != DmaOutcome.Translated)
            {
                return Fault(outcome);
            }

            if (setup.MarksGuest)
            {
                Mark(place, 0x20UL | (mayWrite && (host & access) == access ? 0x40UL : 0));
            }

            return (DmaOutcome.Translated, physical, Math.Min(size, hostSize), permissions & host);
        }
    }

    private (DmaOutcome Outcome, ulong Physical, ulong Size, Permissions Permissions) Host(ulong address, Permissions access, Permissions granted)
    {
        if (setup.HostLevels == 0)
        {
            return (DmaOutcome.Translated, address, ulong.MaxValue, Permissions.ReadWrite);
        }

        if (setup.HostLevels < 6 && address >> (12 + (9 * setup.HostLevels)) != 0)
        {
            return Fault(DmaOutcome.AddressOutOfRange);
        }

        ulong table = setup.HostRoot;
        Permissions permissions = Permissions.ReadWrite;
        for (int level = setup.HostLevels; ; level--)
        {
            ulong place = table + (((address >> (3 + (9 * level))) & 511) * 8);
            if (Word(place) is not { } entry)
            {
                return Fault(DmaOutcome.PageTableUnreadable);
            }

            if ((entry & 1) == 0)
            {
                return Fault(DmaOutcome.NotPresent);
            }

            permissions &= (Permissions)((entry >> 61) & 3);
            int next = (int)(entry >> 9) & 7;
            if (next != 0)
            {
                Assert.True(next == level - 1, "The tables of this test skip no level and have no sized page.");
                Mark(place, setup.MarksHost ? 0x20UL : 0);
                table = entry & 0x000F_FFFF_FFFF_F000;
                continue;
            }

            ulong size = 1UL << (3 + (9 * level));
            bool isWritten = (access & Permissions.Write) != 0 && (permissions & granted & access) == access;
            Mark(place, setup.MarksHost ? 0x20UL | (isWritten ? 0x40UL : 0) : 0);
            ulong page = entry & 0x000F_FFFF_FFFF_F000 & ~(size - 1);
            return (DmaOutcome.Translated, page + (address & (size - 1)), size, permissions);
        }
    }

    private DmaOutcome? Readable(ref ulong address)
    {
        (DmaOutcome outcome, ulong physical, _, Permissions permissions) = Host(address, Permissions.Read, Permissions.Read);
        address = physical;
        return outcome != DmaOutcome.Translated ? outcome : (permissions & Permissions.Read) == 0 ? DmaOutcome.PermissionDenied : null;
    }

    private DmaOutcome? Table(ref ulong address, out bool isWritable)
    {
        Permissions wanted = setup.MarksGuest ? Permissions.ReadWrite : Permissions.Read;
        (DmaOutcome outcome, ulong physical, _, Permissions permissions) = Host(address, wanted, wanted);
        address = physical;
        isWritable = (permissions & Permissions.Write) != 0;
        return outcome != DmaOutcome.Translated ? outcome : (permissions & Permissions.Read) == 0 ? DmaOutcome.PermissionDenied : null;
    }

    private static (DmaOutcome, ulong, ulong, Permissions) Fault(DmaOutcome outcome) => (outcome, 0, 0, Permissions.None);

    private ulong? Word(ulong address) => memory.TryGetSpan(address, 8, out Span<byte> bytes) ? BitConverter.ToUInt64(bytes) : null;

    private void Mark(ulong address, ulong bits)
    {
        Assert.True(memory.TryGetSpan(address, 8, out Span<byte> bytes));
        BitConverter.TryWriteBytes(bytes, BitConverter.ToUInt64(bytes) | bits);
    }
}
