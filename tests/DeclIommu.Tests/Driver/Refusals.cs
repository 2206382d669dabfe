using System.Buffers;
using System.Security.Cryptography;
using DeclIommu.Driver;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

/// <summary>Bad input to a host: a typed error each time, and everything as before.</summary>
/// <remarks>
/// Everything is what the host saves (domains and their IDs, mappings, quotas, attachments, quarantine), every byte of memory (tables, rings, the completion store), the free
/// frames, what each guest holds and by how many it is used, what was written to registers, and what units have cached.
/// </remarks>
internal sealed class Refusals(DriverMachine machine)
{
    /// <summary>Has something refused.</summary>
    public T Of<T>(string what, Action action)
        where T : Exception
    {
        string before = State();
        Exception? refusal = Record.Exception(action);
        Assert.True(refusal is not null, $"{what} was not refused.");
        Assert.Equal((what, typeof(T)), (what, refusal.GetType()));
        Assert.Equal($"{what}: {before}", $"{what}: {State()}");
        return (T)refusal;
    }

    /// <summary>Has a mapping refused for a reason.</summary>
    public void Of(MappingFault fault, string what, Action action) => Assert.Equal((what, fault), (what, Of<MappingException>(what, action).Fault));

    private string State()
    {
        PhysicalMemory memory = machine.Memory;
        Assert.True(memory.TryGetSpan(memory.BaseAddress, (int)memory.Size, out Span<byte> bytes));
        IEnumerable<VirtualIommu> guests = machine.Host.SnapshotParents().SelectMany(static parent => parent.SnapshotGuests());
        return $"""
            saved {Saved()}
            memory {Convert.ToHexString(SHA256.HashData(bytes))}
            {machine.Frames.FreeCount} frames, {machine.Host.QuarantinedDomainIds} IDs in quarantine
            held and reserved {string.Join(' ', guests.Select(static guest => $"{guest.DomainIdsHeld}/{guest.ReservedDomainIds}: {string.Join(' ', guest.Mappings)}").Order())}
            registers {string.Join(' ', machine.Registers.Select(static registers => registers.Writes.Count))}
            cached {string.Join(' ', machine.Units.Select(unit => machine.Model(unit.Index).TranslationCache.Snapshot().Count))}
            """;
    }

    private string Saved()
    {
        ArrayBufferWriter<byte> state = new();
        machine.Host.Save(state);
        return Convert.ToHexString(SHA256.HashData(state.WrittenSpan));
    }
}
