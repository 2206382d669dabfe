using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>An AMD IOMMU in software: registers, commands, device table, host and guest page tables, event log, and caches that hold what hardware may hold.</summary>
/// <remarks>
/// Safe for concurrent use. Nothing that a guest writes, to the registers or to memory, makes a member throw or run without bound.
/// Deviations from hardware: no interrupt remapping, page request or guest APIC logs, exclusion range; requests have no privilege and never execute; an
/// access with fewer permissions cached than in memory fails until the translation is invalidated.
/// </remarks>
public sealed partial class IommuDevice : IRegisterSpace, IDisposable
{
    private readonly DeviceModel _model;
    private readonly CommandEngine _engine;
    private readonly Thread? _thread;

    /// <summary>Switches a device on: registers reset, caches empty.</summary>
    /// <param name="memory">The memory that the device's tables and rings lie in and that DMA goes to.</param>
    /// <param name="options">How it behaves; a device with a thread of its own and ordinary caches if null.</param>
    public IommuDevice(IPhysicalMemory memory, IommuDeviceOptions? options = null)
        : this(memory, options ?? new IommuDeviceOptions(), null)
    {
    }

    private IommuDevice(IPhysicalMemory memory, IommuDeviceOptions options, SavedRegister[]? registers)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ExecutionMode = options.ExecutionMode;
        _model = new DeviceModel(memory, options);
        _engine = new CommandEngine(_model, options.Interrupts);
        if (registers is not null)
        {
            _model.Registers.Restore(registers);
        }

        if (ExecutionMode == ExecutionMode.Threaded)
        {
            _thread = new Thread(ExecuteUntilClosed) { IsBackground = true, Name = "IOMMU commands" };
            _thread.Start();
        }
    }

    /// <summary>Who executes commands.</summary>
    public ExecutionMode ExecutionMode { get; }

    /// <summary>The translations cached.</summary>
    public TranslationCache TranslationCache => _model.Translations;

    /// <summary>The translations cached that guest tables gave.</summary>
    public GuestTranslationCache GuestTranslationCache => _model.GuestTranslations;

    /// <summary>The translations that a device behind the IOMMU caches itself, and the requests that it makes by them; the same object each time.</summary>
    /// <param name="device">The device. Until this is called for it, it caches nothing.</param>
    public DeviceTlb GetDeviceTlb(DeviceId device) => _model.DeviceTlbs.GetOrAdd(device.Value, static (id, model) => new DeviceTlb(new DeviceId(id), model), _model);

    /// <inheritdoc/>
    public AccessResult Read(ulong offset, Span<byte> destination) => _model.Registers.Read(offset, destination);

    /// <inheritdoc/>
    public AccessResult Write(ulong offset, ReadOnlySpan<byte> source) => _model.Registers.Write(offset, source);

    /// <summary>Takes commands off the command buffer on the calling thread.</summary>
    /// <param name="commands">At most how many, 0 or more.</param>
    /// <returns>How many were taken: fewer if the buffer ran empty, does not run, or stopped at a faulty command, which counts.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="commands"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The device executes commands on its own thread.</exception>
    public int Step(int commands)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(commands);
        if (ExecutionMode != ExecutionMode.Stepped)
        {
            throw new InvalidOperationException($"Commands can be stepped in {ExecutionMode.Stepped} mode only; this device is {ExecutionMode}.");
        }

        int taken = 0;
        while (taken < commands && _engine.TryExecuteNext())
        {
            taken++;
        }

        return taken;
    }

    /// <summary>Ends the device's thread after the command it is executing. Further calls do nothing.</summary>
    public void Dispose()
    {
        _model.Registers.Close();
        if (_thread is not null && _thread != Thread.CurrentThread)
        {
            _thread.Join();
        }
    }

    private void ExecuteUntilClosed()
    {
        while (_model.Registers.WaitForCommand())
        {
            _engine.TryExecuteNext();
        }
    }
}
