using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <content>What devices behind the IOMMU do.</content>
public sealed partial class IommuDevice
{
    private const uint LastPasid = 0xF_FFFF;

    /// <summary>Answers where a request of a device goes. A fault is logged as the specification says; a miss fills the caches.</summary>
    /// <param name="device">The device that asks.</param>
    /// <param name="iova">The address that it gives.</param>
    /// <param name="access">What it wants to do there; <see cref="Permissions.None"/> asks for the translation whatever it permits.</param>
    /// <returns>The physical address, or the fault. It holds for this moment: only <see cref="TryRead(DeviceId, ulong, Span{byte})"/> and <see cref="TryWrite(DeviceId, ulong, ReadOnlySpan{byte})"/> are waited for by COMPLETION_WAIT.</returns>
    public DmaResult Translate(DeviceId device, ulong iova, Permissions access) => TranslateAny(device, null, iova, access);

    /// <summary>Answers where a request with a PASID goes, through the tables of that process address space. It has no privilege: pages of supervisors are refused.</summary>
    /// <param name="device">The device that asks.</param>
    /// <param name="pasid">The process address space.</param>
    /// <param name="address">The guest virtual address that it gives.</param>
    /// <param name="access">What it wants to do there; <see cref="Permissions.None"/> asks for the translation whatever it permits.</param>
    /// <returns>The physical address, or the fault, for this moment.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The PASID has more than 20 bits.</exception>
    public DmaResult Translate(DeviceId device, Pasid pasid, ulong address, Permissions access) => TranslateAny(device, Check(pasid), address, access);

    /// <summary>Lets a device read memory.</summary>
    /// <param name="device">The device.</param>
    /// <param name="iova">The address of the first byte as the device sees it.</param>
    /// <param name="destination">Receives the bytes.</param>
    /// <returns>False if any byte could not be read; pages before it are in <paramref name="destination"/>, later ones were not asked for.</returns>
    public bool TryRead(DeviceId device, ulong iova, Span<byte> destination) => TryReadAny(device, null, iova, destination);

    /// <summary>Lets a device read memory of a process address space.</summary>
    /// <param name="device">The device.</param>
    /// <param name="pasid">The process address space.</param>
    /// <param name="address">The guest virtual address of the first byte.</param>
    /// <param name="destination">Receives the bytes.</param>
    /// <returns>False if any byte could not be read; pages before it are in <paramref name="destination"/>, later ones were not asked for.</returns>
    public bool TryRead(DeviceId device, Pasid pasid, ulong address, Span<byte> destination) => TryReadAny(device, Check(pasid), address, destination);

    /// <summary>Lets a device write memory.</summary>
    /// <param name="device">The device.</param>
    /// <param name="iova">The address of the first byte as the device sees it.</param>
    /// <param name="source">The bytes.</param>
    /// <returns>False if any byte could not be written; pages before it have been written.</returns>
    public bool TryWrite(DeviceId device, ulong iova, ReadOnlySpan<byte> source) => TryWriteAny(device, null, iova, source);

    /// <summary>Lets a device write memory of a process address space.</summary>
    /// <param name="device">The device.</param>
    /// <param name="pasid">The process address space.</param>
    /// <param name="address">The guest virtual address of the first byte.</param>
    /// <param name="source">The bytes.</param>
    /// <returns>False if any byte could not be written; pages before it have been written.</returns>
    public bool TryWrite(DeviceId device, Pasid pasid, ulong address, ReadOnlySpan<byte> source) => TryWriteAny(device, Check(pasid), address, source);

    /// <summary>How many requests the reading and writing members have made, one for each page they touched, refused ones too. Waits for those under way.</summary>
    public ulong RequestCount => _model.Requests.Drain();

    // A request has no room for more.
    private static Pasid Check(Pasid pasid)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pasid.Value, LastPasid, nameof(pasid));
        return pasid;
    }

    private DmaResult TranslateAny(DeviceId device, Pasid? pasid, ulong iova, Permissions access)
    {
        DmaResult result = _model.Translator.Translate(device, pasid, iova, access, out FaultSource fault);
        if (!result.Succeeded)
        {
            _model.Events.ReportFault(result.Outcome, device, iova, access, fault);
        }

        return result;
    }

    private bool TryReadAny(DeviceId device, Pasid? pasid, ulong iova, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int length = LengthInPage(iova, destination.Length);
            DmaResult result;
            FaultSource fault;
            RequestLane lane = _model.Requests.LaneOf(device.Value);
            lock (lane.Gate)
            {
                lane.Ended++;
                result = _model.Translator.Translate(device, pasid, iova, Permissions.Read, out fault);
                if (result.Succeeded)
                {
                    result = TryGetBytes(result, length, out Span<byte> source);
                    source.CopyTo(destination);
                }
            }

            if (!Accept(result, device, iova, Permissions.Read, fault))
            {
                return false;
            }

            destination = destination[length..];
            iova += (ulong)length;
        }

        return true;
    }

    private bool TryWriteAny(DeviceId device, Pasid? pasid, ulong iova, ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            int length = LengthInPage(iova, source.Length);
            DmaResult result;
            FaultSource fault;
            RequestLane lane = _model.Requests.LaneOf(device.Value);
            lock (lane.Gate)
            {
                lane.Ended++;
                result = _model.Translator.Translate(device, pasid, iova, Permissions.Write, out fault);
                if (result.Succeeded)
                {
                    result = TryGetBytes(result, length, out Span<byte> destination);
                    source[..destination.Length].CopyTo(destination);
                }
            }

            if (!Accept(result, device, iova, Permissions.Write, fault))
            {
                return false;
            }

            source = source[length..];
            iova += (ulong)length;
        }

        return true;
    }

    // A request never crosses a 4 KiB boundary, whatever the size of the page.
    private static int LengthInPage(ulong iova, int wanted) => (int)Math.Min((ulong)wanted, HostTable.SmallestPage - (iova % HostTable.SmallestPage));

    private DmaResult TryGetBytes(in DmaResult translated, int length, out Span<byte> bytes) =>
        _model.Memory.TryGetSpan(translated.PhysicalAddress, length, out bytes) ? translated : DmaResult.Fault(DmaOutcome.MemoryNotBacked);

    private bool Accept(in DmaResult result, DeviceId device, ulong iova, Permissions access, FaultSource fault)
    {
        if (!result.Succeeded)
        {
            _model.Events.ReportFault(result.Outcome, device, iova, access, fault);
        }

        return result.Succeeded;
    }
}
