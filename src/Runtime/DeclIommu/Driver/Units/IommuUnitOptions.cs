using DeclIommu.Formats;
using Microsoft.Extensions.Logging;

namespace DeclIommu.Driver;

/// <summary>How a unit is set up and waited for.</summary>
public sealed class IommuUnitOptions
{
    private readonly int _deviceTableFrames = 512;
    private readonly int _commandBufferLength = 512;
    private readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(100);

    /// <summary>What the unit is called in messages.</summary>
    public string Name { get; init; } = "IOMMU";

    /// <summary>The size of the device table in frames of 4 KiB, each with 128 devices: 1 to 512; 512, for every device there can be, unless said otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in 1 to 512.</exception>
    public int DeviceTableFrames
    {
        get => _deviceTableFrames;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 512);
            _deviceTableFrames = value;
        }
    }

    /// <summary>How many commands the command buffer holds: a power of two from 256 to 32768; 512 unless said otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no such power of two.</exception>
    public int CommandBufferLength
    {
        get => _commandBufferLength;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 256);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 32768);
            if (!int.IsPow2(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "The length of a command buffer is a power of two.");
            }

            _commandBufferLength = value;
        }
    }

    /// <summary>How long the unit may take to confirm that commands have completed; 100 ms unless said otherwise, as Linux waits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan Timeout
    {
        get => _timeout;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            _timeout = value;
        }
    }

    /// <summary>The clock of the timeout.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Whether devices go on translating as a running unit lets them, by the entries and page tables of an earlier owner, until they are attached or
    /// <see cref="IommuHost.ReleaseAdopted"/> ends it: for taking over from a crashed system. Otherwise all devices are blocked at first.
    /// </summary>
    public bool KeepsLiveTranslations { get; init; }

    /// <summary>Told when the unit fails, and when it is recovered.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>What to do while waiting, if anything.</summary>
    public IIommuPump? Pump { get; init; }

    /// <summary>Posts upstream traffic of a HyperTransport tunnel through the unit, and the other flags that firmware tables give; only these fields are taken.</summary>
    public ControlRegister FirmwareFlags { get; init; }
}
