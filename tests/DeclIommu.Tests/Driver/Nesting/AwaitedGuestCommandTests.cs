using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

public sealed class AwaitedGuestCommandTests : IDisposable
{
    private const ulong Iova = 0x40_0000;
    private const ulong Data = 0x200_0000;

    private readonly StoppedClock _clock = new();
    private readonly DriverMachine _machine;
    private readonly VirtualIommu _guest;
    private readonly NestedDomain _nested;
    private readonly IommuEndpoint _endpoint;
    private readonly Observer _observer = new();

    public AwaitedGuestCommandTests()
    {
        _machine = new DriverMachine(unit: new IommuUnitOptions { TimeProvider = _clock, Timeout = TimeSpan.FromSeconds(1) });
        ParentDomain parent = _machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x2000, Permissions.ReadWrite);
        _guest = parent.CreateVirtualIommu();
        _nested = _guest.CreateNestedDomain(DriverMachine.GuestEntry(0));
        _endpoint = _machine.Endpoint(7);
        _nested.Attach(_endpoint);
        _guest.AddDevice(new DeviceId(0x10), _endpoint);
        _machine.Dma(_endpoint, Iova);
        _machine.ClearRecords();
    }

    private static UInt128 Invalidation => new InvalidateIommuPages { DomainId = new DomainId(0), Range = PageRange.Covering(Iova, 0x1000) }.ToRaw();

    private static UInt128 Wait => new CompletionWait { Store = true, StoreAddress = 0x1000, StoreData = 42 }.ToRaw();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _machine.WhenPumped = null;
        _machine.Dead.Clear();
        _machine.Dispose();
    }

    [Fact]
    public async Task The_guest_is_told_when_the_units_have_confirmed_and_not_before()
    {
        using ManualResetEventSlim released = new();
        _machine.WhenPumped = () => released.Wait();
        _observer.WhenTold = () => Assert.Empty(_machine.Cached(_nested.DomainId));
        Task<int> done = _guest.ExecuteAsync(Bytes(Invalidation, Wait), _observer, Ending).AsTask();
        Assert.False(done.IsCompleted);
        Assert.NotEmpty(_machine.Cached(_nested.DomainId));
        Assert.Empty(_observer.Told);
        released.Set();
        Assert.Equal(2, await done);
        Assert.Equal(["wait 42"], _observer.Told);
    }

    [Fact]
    public async Task Awaited_and_blocking_execution_send_the_same_and_tell_the_same()
    {
        UInt128[][] rings =
        [
            [Invalidation, Wait, Invalidation, Wait],
            [new InvalidateDeviceTableEntry { DeviceId = new DeviceId(0x10) }.ToRaw(), new InvalidateInterruptTable { DeviceId = new DeviceId(0x10) }.ToRaw()],
            [new InvalidateDeviceTableEntry { DeviceId = new DeviceId(0x99) }.ToRaw(), Wait],
            [Invalidation, new InvalidateIommuAll().ToRaw(), Wait],
            [Invalidation, 0, Invalidation],
            [Wait, new InsertGuestEvent().ToRaw()],
            [],
        ];
        foreach (UInt128[] ring in rings)
        {
            (int Done, string Told, string Sent) blocking = (_guest.Execute(Bytes(ring).Span, _observer), string.Join(", ", _observer.Told), Sent());
            _observer.Told.Clear();
            (int, string, string) awaited = (await _guest.ExecuteAsync(Bytes(ring), _observer, Ending), string.Join(", ", _observer.Told), Sent());
            _observer.Told.Clear();
            Assert.Equal(blocking, awaited);
        }

        // What was sent, without the driver's own completion waits, which carry numbers.
        string Sent()
        {
            string sent = string.Join(", ", _machine.Registers[0].Commands.Where(static command => command.Opcode != CommandOpcode.CompletionWait).Select(static command => command.ToRaw().ToString("X")));
            _machine.ClearRecords();
            return sent;
        }
    }

    [Fact]
    public async Task A_unit_that_dies_fails_awaited_as_blocking_execution_and_its_devices_are_blocked()
    {
        Kill();
        IommuUnitFailedException awaited = await Assert.ThrowsAsync<IommuUnitFailedException>(() => _guest.ExecuteAsync(Bytes(Invalidation, Wait), _observer, Ending).AsTask());
        Assert.Equal((UnitFailure.Timeout, "unit 0"), (awaited.Failure, awaited.Unit));
        Assert.Equal(DeviceTableEntries.Blocked, _machine.Entry(_endpoint));
        IommuUnitFailedException blocking = Assert.Throws<IommuUnitFailedException>(() => _guest.Execute(Bytes(Invalidation, Wait).Span, _observer));
        Assert.Equal((awaited.Failure, awaited.Unit), (blocking.Failure, blocking.Unit));
        Assert.Empty(_observer.Told);

        Revive();
        _machine.Units[0].Recover();
        Assert.Equal(2, await _guest.ExecuteAsync(Bytes(Invalidation, Wait), _observer, Ending));
        Assert.Equal(["wait 42"], _observer.Told);
    }

    [Fact]
    public void A_unit_that_dies_has_its_devices_blocked_by_blocking_execution_too()
    {
        Kill();
        Assert.Throws<IommuUnitFailedException>(() => _guest.Execute(Bytes(Invalidation).Span, _observer));
        Assert.Equal(DeviceTableEntries.Blocked, _machine.Entry(_endpoint));
    }

    [Fact]
    public async Task A_cancelled_wait_ends_at_once_the_guest_is_told_nothing_more_and_what_was_sent_goes_on()
    {
        using ManualResetEventSlim released = new();
        using CancellationTokenSource cancellation = new();
        _machine.WhenPumped = () => released.Wait();
        Task<int> done = _guest.ExecuteAsync(Bytes(Invalidation, Wait), _observer, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => done);
        Assert.NotEmpty(_machine.Cached(_nested.DomainId));
        released.Set();
        while (_machine.Cached(_nested.DomainId).Count > 0)
        {
            await Task.Yield();
        }

        Assert.Empty(_observer.Told);
    }

    [Fact]
    public async Task What_is_cancelled_before_it_begins_sends_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _guest.ExecuteAsync(Bytes(Invalidation, Wait), _observer, new CancellationToken(canceled: true)).AsTask());
        Assert.Empty(_machine.Registers[0].Commands);
        Assert.Empty(_observer.Told);
    }

    [Fact]
    public async Task A_disposed_virtual_iommu_executes_nothing()
    {
        _guest.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _guest.ExecuteAsync(Bytes(Wait), _observer, Ending).AsTask());
    }

    [Fact]
    public async Task Awaited_commands_use_the_same_operations_and_batches_again()
    {
        await _guest.ExecuteAsync(Bytes(Invalidation, Wait), _observer, Ending);
        FlushOperation operation = _machine.Host.RentOperation();
        FlushBatch[] batches = [_machine.Host.RentBatch(), _machine.Host.RentBatch()];
        _machine.Host.ReturnOperation(operation);
        Array.ForEach(batches, _machine.Host.ReturnBatch);
        for (int round = 0; round < 20; round++)
        {
            Assert.Equal(3, await _guest.ExecuteAsync(Bytes(Invalidation, Wait, Invalidation), _observer, Ending));
        }

        Assert.Same(operation, _machine.Host.RentOperation());
        Assert.Equal(batches.ToHashSet(), [_machine.Host.RentBatch(), _machine.Host.RentBatch()]);
    }

    private void Kill()
    {
        _machine.Dead.Add(0);
        _machine.WhenPumped = () => _clock.Advance(TimeSpan.FromMilliseconds(100));
    }

    private void Revive()
    {
        _machine.Dead.Clear();
        _machine.WhenPumped = null;
    }

    private static ReadOnlyMemory<byte> Bytes(params UInt128[] commands)
    {
        byte[] bytes = new byte[commands.Length * Command.SizeInBytes];
        for (int index = 0; index < commands.Length; index++)
        {
            Command.FromRaw(commands[index]).Write(bytes.AsSpan(index * Command.SizeInBytes));
        }

        return bytes;
    }

    private sealed class Observer : IGuestCommandObserver
    {
        public List<string> Told { get; } = [];

        public Action? WhenTold { get; set; }

        public void OnCompletionWait(CompletionWait command)
        {
            WhenTold?.Invoke();
            Told.Add($"wait {command.StoreData}");
        }

        public void OnDeviceTableEntryInvalidated(DeviceId guestDevice, IommuEndpoint endpoint) => Told.Add($"entry {guestDevice.Value:X}");

        public void OnInterruptTableInvalidated(DeviceId guestDevice, IommuEndpoint endpoint) => Told.Add($"table {guestDevice.Value:X}");
    }
}
