using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>The registers behind their lock, and the short transactions that the parts of the device make on them.</summary>
/// <remarks>Innermost lock of the device: nothing else of the device is locked while it is held.</remarks>
internal sealed partial class RegisterFile : IRegisterSpace
{
    private readonly object _gate = new();
    private volatile bool _translationEnabled;

    [GuardedBy(nameof(_gate))]
    private IommuRegisters _bank;

    [GuardedBy(nameof(_gate))]
    private bool _closed;

    internal RegisterFile(ExtendedFeatureRegister features, ExtendedFeature2Register features2)
    {
        Features = features;
        _bank.SwitchOn(features, features2);
    }

    /// <summary>What the device can do; never changes.</summary>
    internal ExtendedFeatureRegister Features { get; }

    /// <summary>IommuEn, readable without the lock.</summary>
    internal bool TranslationEnabled => _translationEnabled;

    /// <inheritdoc/>
    public AccessResult Read(ulong offset, Span<byte> destination)
    {
        lock (_gate)
        {
            return _bank.Read(offset, destination);
        }
    }

    /// <inheritdoc/>
    public AccessResult Write(ulong offset, ReadOnlySpan<byte> source)
    {
        lock (_gate)
        {
            AccessResult result = _bank.Write(offset, source);
            _translationEnabled = _bank.Control.IommuEnabled;
            if (CommandIsPending())
            {
                Monitor.PulseAll(_gate);
            }

            return result;
        }
    }

    /// <summary>Gives where the entry of a device lies.</summary>
    /// <returns>False if it lies beyond the table, or beyond the segment that its bus number selects.</returns>
    internal bool TryLocateDeviceTableEntry(DeviceId device, out ulong address)
    {
        lock (_gate)
        {
            int segments = 1;
            for (int doublings = _bank.Control.DeviceTableSegments; doublings > 0; doublings--)
            {
                segments *= 2;
            }

            int entriesInSegment = (ushort.MaxValue + 1) / segments;
            int segment = device.Value / entriesInSegment;
            ulong offset = (ulong)(device.Value % entriesInSegment) * DeviceTableEntry.SizeInBytes;
            (ulong start, ulong length) = segment == 0
                ? (_bank.DeviceTableBase.Base, _bank.DeviceTableBase.TableLength)
                : (_bank.GetDeviceTableSegmentBase(segment - 1).Base, _bank.GetDeviceTableSegmentBase(segment - 1).TableLength);
            address = start + offset;
            return offset < length;
        }
    }

    /// <summary>The control register at one moment.</summary>
    internal ControlRegister ReadControl()
    {
        lock (_gate)
        {
            return _bank.Control;
        }
    }
}
