using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Microsoft.Extensions.Logging;

namespace DeclIommu.Tests.Driver;

public sealed class ObservabilityTests
{
    [Fact]
    public void Flushes_their_commands_and_how_long_they_take_are_measured()
    {
        using DyingUnit machine = new();
        using Measurements measured = new();
        machine.Parent.Unmap(DyingUnit.Iova, 0x1000);
        Assert.Equal((1, 1), (measured.Sum("decliommu.flushes"), measured.Sum("decliommu.flush.commands")));
        Assert.Single(measured.Of("decliommu.flush.duration"), static seconds => seconds is > 0 and < 60);
    }

    [Fact]
    public void Ranges_count_as_unconfirmed_from_the_unmapping_until_a_flush()
    {
        using DyingUnit machine = new(new ParentDomainOptions { FlushMode = FlushMode.Lazy, TimeProvider = new Microsoft.Extensions.Time.Testing.FakeTimeProvider() });
        using Measurements measured = new();
        machine.Parent.Unmap(DyingUnit.Iova, 0x1000);
        Assert.Equal(1, measured.Sum("decliommu.ranges.unconfirmed"));
        machine.Parent.Flush();
        Assert.Equal(0, measured.Sum("decliommu.ranges.unconfirmed"));
    }

    [Fact]
    public void A_flush_that_widens_is_counted()
    {
        using DyingUnit machine = new(host: new IommuHostOptions { MostCommandsPerFlush = 1 });
        machine.Parent.Map(DyingUnit.Iova + 0x1000, DyingUnit.Data, 0x2000, Permissions.Read);
        using Measurements measured = new();
        using Events events = new();
        machine.Parent.Unmap(DyingUnit.Iova, 0x3000);
        Assert.Equal((1, 1), (measured.Sum("decliommu.flush.widenings"), measured.Sum("decliommu.flush.commands")));
        Assert.Contains("FlushWidened(unit 0, 1)", events.Written);
    }

    [Fact]
    public void A_flush_that_widens_to_everything_is_counted_once_however_many_pieces_it_had()
    {
        using DyingUnit machine = new(host: new IommuHostOptions { MostCommandsPerFlush = 1 });
        machine.Parent.Map(DyingUnit.Iova + 0x1000, DyingUnit.Data, 0x2000, Permissions.Read);
        machine.Parent.CreateVirtualIommu().CreateNestedDomain(DriverMachine.GuestEntry(1)).Attach(machine.Machine.Endpoint(2));
        machine.Machine.ClearRecords();
        using Measurements measured = new();
        machine.Parent.Unmap(DyingUnit.Iova, 0x3000);
        Assert.Equal((1, 1), (measured.Sum("decliommu.flush.widenings"), measured.Sum("decliommu.flush.commands")));
        Assert.Equal(CommandOpcode.InvalidateIommuAll, machine.Machine.Registers[0].Commands[0].Opcode);
    }

    [Fact]
    public void Ranges_that_wait_when_their_domain_or_table_goes_count_no_more()
    {
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new();
        using DriverMachine machine = new(device: GuestUnits.Options);
        using Measurements measured = new();
        ParentDomain parent = machine.Host.CreateParentDomain(new ParentDomainOptions { FlushMode = FlushMode.Lazy, TimeProvider = time });
        parent.Map(DyingUnit.Iova, DyingUnit.Data, 0x1000, Permissions.Read);
        parent.Unmap(DyingUnit.Iova, 0x1000);
        GuestPageTable table = machine.Host.CreateGuestPageTable(new GuestPageTableOptions { FlushMode = FlushMode.Lazy, TimeProvider = time });
        table.Map(0x1000, DyingUnit.Data, 0x1000, Permissions.Read);
        table.Unmap(0x1000, 0x1000);
        Assert.Equal(2, measured.Sum("decliommu.ranges.unconfirmed"));
        parent.Dispose();
        Assert.Equal(1, measured.Sum("decliommu.ranges.unconfirmed"));
        table.Dispose();
        Assert.Equal(0, measured.Sum("decliommu.ranges.unconfirmed"));
    }

    [Fact]
    public void Commands_of_guests_are_counted()
    {
        using DyingUnit machine = new();
        using VirtualIommu guest = machine.Parent.CreateVirtualIommu();
        byte[] commands = new byte[2 * InvalidateIommuPages.SizeInBytes];
        new InvalidateIommuPages().Write(commands);
        new InvalidateIommuPages().Write(commands.AsSpan(InvalidateIommuPages.SizeInBytes));
        using Measurements measured = new();
        guest.Execute(commands, new Silent());
        Assert.Equal(2, measured.Sum("decliommu.guest.commands"));
    }

    [Fact]
    public void A_unit_that_fails_and_comes_back_is_counted_traced_and_logged_once()
    {
        Lines lines = new();
        using DyingUnit dying = new(logger: lines);
        using Measurements measured = new();
        using Events events = new();
        dying.Kill();
        Assert.Throws<IommuUnitFailedException>(() => dying.Parent.Unmap(DyingUnit.Iova, 0x1000));
        Assert.Throws<IommuUnitFailedException>(dying.Parent.Flush);
        Assert.Equal(1, measured.Sum("decliommu.unit.failures"));
        Assert.Equal("unit 0", measured.Tag("decliommu.unit.failures", "decliommu.unit"));
        Assert.Equal("Timeout", measured.Tag("decliommu.unit.failures", "decliommu.failure"));
        Assert.Single(events.Written, "UnitFailed(unit 0, Timeout)");
        Assert.StartsWith("Error: unit 0 failed (Timeout)", Assert.Single(lines.Written));

        dying.Recover();
        Assert.Contains("UnitRecovered(unit 0)", events.Written);
        Assert.StartsWith("Information: unit 0 was recovered", lines.Written[^1]);
    }

    [Fact]
    public void A_deferred_flush_that_fails_is_logged_for_nobody_may_wait_for_it()
    {
        Lines lines = new();
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new();
        using DyingUnit dying = new(new ParentDomainOptions { FlushMode = FlushMode.Lazy, TimeProvider = time }, new IommuHostOptions { Logger = lines });
        dying.Parent.Unmap(DyingUnit.Iova, 0x1000);
        dying.Kill();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal($"Error: A deferred flush of domain {dying.Parent.DomainId} was not confirmed; 1 range(s) stay unusable until one is.", Assert.Single(lines.Written));
    }

    [Fact]
    public void A_deferred_flush_of_guest_tables_or_of_PASIDs_that_fails_is_logged_once_each()
    {
        Lines lines = new();
        StoppedClock clock = new();
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new();
        using DriverMachine machine = new(device: GuestUnits.Options, unit: new IommuUnitOptions { TimeProvider = clock, Timeout = TimeSpan.FromSeconds(1) }, host: new IommuHostOptions { Logger = lines });
        GuestPageTable table = machine.Host.CreateGuestPageTable(new GuestPageTableOptions { FlushMode = FlushMode.Lazy, TimeProvider = time });
        table.Map(0x1000, DyingUnit.Data, 0x1000, Permissions.Read);
        PasidDomain domain = machine.Host.CreatePasidDomain(new PasidDomainOptions { FlushMode = FlushMode.Lazy, TimeProvider = time, LongestFlushDelay = TimeSpan.FromHours(1) });
        domain.Bind(new Pasid(1), table);
        domain.Bind(new Pasid(2), table);
        domain.Attach(machine.Endpoint(1));
        table.Unmap(0x1000, 0x1000);
        domain.Unbind(new Pasid(2));
        machine.Dead.Add(0);
        machine.WhenPumped = () => clock.Advance(TimeSpan.FromMilliseconds(100));
        time.Advance(TimeSpan.FromMilliseconds(30));
        Assert.Equal("Error: A deferred flush of a guest page table was not confirmed; 1 range(s) stay unusable until one is.", Assert.Single(lines.Written));
        lines.Written.Clear();
        time.Advance(TimeSpan.FromHours(4));
        Assert.Equal($"Error: A deferred flush of unbound PASIDs of domain {domain.DomainId} was not confirmed; units may use the tables of 1 PASID(s) until one is.", Assert.Single(lines.Written));
        machine.Dead.Clear();
        machine.WhenPumped = null;
        machine.Units[0].Recover();
    }

    [Fact]
    public void What_is_disposed_in_use_is_logged()
    {
        Lines lines = new();
        using DyingUnit machine = new(host: new IommuHostOptions { Logger = lines });
        machine.Parent.Dispose();
        Assert.Equal($"Warning: Domain {machine.Parent.DomainId} was disposed with 1 device(s), 0 nested domain(s) and 0 virtual IOMMU(s) still in use.", Assert.Single(lines.Written));
    }

    [Fact]
    public void Flushes_are_traced_with_units_commands_and_microseconds()
    {
        using DyingUnit machine = new();
        using Events events = new();
        machine.Parent.Unmap(DyingUnit.Iova, 0x1000);
        Assert.StartsWith("FlushCompleted(1, 1, ", Assert.Single(events.Written));
    }

    private sealed class Silent : IGuestCommandObserver
    {
        public void OnCompletionWait(CompletionWait command)
        {
        }

        public void OnDeviceTableEntryInvalidated(DeviceId guestDevice, IommuEndpoint endpoint)
        {
        }

        public void OnInterruptTableInvalidated(DeviceId guestDevice, IommuEndpoint endpoint)
        {
        }
    }

    // Instruments are of the process: only what this test's thread does counts.
    private sealed class Measurements : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<(string Name, double Value, KeyValuePair<string, object?>[] Tags)> _values = [];
        private readonly int _thread = Environment.CurrentManagedThreadId;

        public Measurements()
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == IommuTelemetry.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public IEnumerable<double> Of(string name) => _values.Where(value => value.Name == name).Select(static value => value.Value);

        public int Sum(string name) => (int)Of(name).Sum();

        public object? Tag(string name, string tag) => _values.Single(value => value.Name == name).Tags.Single(pair => pair.Key == tag).Value;

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (Environment.CurrentManagedThreadId == _thread)
            {
                _values.Add((instrument.Name, value, tags.ToArray()));
            }
        }
    }

    private sealed class Events : EventListener
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;

        public List<string> Written { get; } = [];

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == IommuTelemetry.EventSourceName)
            {
                EnableEvents(eventSource, EventLevel.Verbose);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (Environment.CurrentManagedThreadId == _thread && eventData.EventSource.Name == IommuTelemetry.EventSourceName)
            {
                Written.Add($"{eventData.EventName}({string.Join(", ", eventData.Payload!)})");
            }
        }
    }

    private sealed class Lines : ILogger
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
