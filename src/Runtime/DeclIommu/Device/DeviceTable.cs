using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>Reads device table entries and keeps every one until a command drops it.</summary>
/// <remarks>
/// A lookup that hits takes no lock. An entry is read as two halves of 128 bits, the lower one, which holds V, first: an update that software makes
/// in the wrong order, or without an invalidation, shows.
/// </remarks>
internal sealed class DeviceTable(IPhysicalMemory memory, RegisterFile registers, Action<DeviceId>? betweenHalves)
{
    private const int DevicesPerBus = 256;
    private const int HalfSize = DeviceTableEntry.SizeInBytes / 2;

    private readonly object _gate = new();

    // By bus, then by device and function; filled under the gate, read without it.
    [WriteGuardedBy(nameof(_gate))]
    private readonly DeviceContext?[]?[] _cached = new DeviceContext?[DevicesPerBus][];

    [GuardedBy(nameof(_gate))]
    private long _generation;

    /// <summary>Gives the entry of a device, from the cache or from memory.</summary>
    /// <param name="device">The device.</param>
    /// <param name="context">The entry.</param>
    /// <param name="address">On failure the physical address of the entry.</param>
    /// <returns><see cref="DmaOutcome.Translated"/>, or why there is no entry.</returns>
    internal DmaOutcome TryGet(DeviceId device, out DeviceContext? context, out ulong address)
    {
        DeviceContext?[]?[] buses = _cached;
        DeviceContext?[]? bus = Volatile.Read(ref buses[device.Bus]);
        context = bus is null ? null : Volatile.Read(ref bus[device.Value % DevicesPerBus]);
        address = 0;
        return context is null ? Fetch(device, out context, out address) : DmaOutcome.Translated;
    }

    /// <summary>Drops the entry of one device.</summary>
    internal void Invalidate(DeviceId device)
    {
        lock (_gate)
        {
            _generation++;
            if (_cached[device.Bus] is { } bus)
            {
                Volatile.Write(ref bus[device.Value % DevicesPerBus], null);
            }
        }
    }

    /// <summary>Drops every entry.</summary>
    internal void InvalidateAll()
    {
        lock (_gate)
        {
            _generation++;
            Array.Clear(_cached);
        }
    }

    private DmaOutcome Fetch(DeviceId device, out DeviceContext? context, out ulong address)
    {
        context = null;
        long generation;
        lock (_gate)
        {
            generation = _generation;
        }

        if (!registers.TryLocateDeviceTableEntry(device, out address))
        {
            return DmaOutcome.IllegalDeviceTableEntry;
        }

        if (!memory.TryGetSpan(address, DeviceTableEntry.SizeInBytes, out Span<byte> source))
        {
            return DmaOutcome.DeviceTableUnreadable;
        }

        Span<byte> bytes = stackalloc byte[DeviceTableEntry.SizeInBytes];
        CopyHalf(source, bytes);
        betweenHalves?.Invoke(device);
        CopyHalf(source[HalfSize..], bytes[HalfSize..]);
        context = DeviceContext.Of(DeviceTableEntry.Read(bytes), registers.Features, registers.ReadControl());
        Keep(device, context, generation);
        return DmaOutcome.Translated;
    }

    // One load of 16 bytes, which is single wherever the processor's aligned vector loads are.
    private static void CopyHalf(ReadOnlySpan<byte> source, Span<byte> destination) =>
        Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(source)).CopyTo(destination);

    private void Keep(DeviceId device, DeviceContext context, long generation)
    {
        lock (_gate)
        {
            if (_generation == generation)
            {
                DeviceContext?[] bus = _cached[device.Bus] ?? new DeviceContext?[DevicesPerBus];
                Volatile.Write(ref bus[device.Value % DevicesPerBus], context);
                Volatile.Write(ref _cached[device.Bus], bus);
            }
        }
    }
}
