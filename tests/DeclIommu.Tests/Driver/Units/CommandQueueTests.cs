using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class CommandQueueTests
{
    [Fact]
    public void A_batch_is_one_tail_write_and_one_completion_wait_after_all_its_commands()
    {
        using DriverMachine machine = new();
        machine.ClearRecords();
        CommandQueue queue = machine.Units[0].Queue;
        queue.Wait(queue.Submit(Invalidations(7)));
        Assert.Equal(1, machine.Registers[0].TailWrites);
        Assert.Equal([.. Enumerable.Repeat(CommandOpcode.InvalidateDeviceTableEntry, 7), CommandOpcode.CompletionWait], machine.Registers[0].Commands.Select(command => command.Opcode));
        Assert.True(machine.Registers[0].Commands[^1].TryAs(out CompletionWait wait));
        Assert.True(wait.Store);
    }

    [Fact]
    public void Completion_waits_store_numbers_that_rise_by_one()
    {
        using DriverMachine machine = new();
        CommandQueue queue = machine.Units[0].Queue;
        ulong first = queue.Submit([]);
        Assert.Equal(first + 1, queue.Submit([]));
        Assert.False(queue.IsComplete(first));
        machine.Pump();
        Assert.True(queue.IsComplete(first));
        Assert.False(queue.IsComplete(first + 1));
        machine.Pump();
        Assert.True(queue.IsComplete(first + 1));
        Assert.True(queue.IsComplete(first));
    }

    [Fact]
    public void A_later_completion_serves_an_earlier_waiter_also_when_the_number_wraps()
    {
        using DriverMachine machine = new();
        (CommandQueue queue, Action step) = SecondQueue(machine, firstSequence: ulong.MaxValue - 1);
        ulong before = queue.Submit([]);
        ulong after = queue.Submit([]);
        Assert.Equal((ulong.MaxValue, 0UL), (before, after));
        Assert.False(queue.IsComplete(before));
        step();
        Assert.True(queue.IsComplete(before));
        Assert.False(queue.IsComplete(after));
        step();
        Assert.True(queue.IsComplete(before));
        Assert.True(queue.IsComplete(after));
    }

    [Fact]
    public void More_commands_than_the_buffer_holds_go_in_parts_and_all_arrive()
    {
        using DriverMachine machine = new(unit: new IommuUnitOptions { CommandBufferLength = 256 });
        machine.ClearRecords();
        CommandQueue queue = machine.Units[0].Queue;
        queue.Wait(queue.Submit(Invalidations(1000)));
        Assert.Equal(Enumerable.Range(0, 1000), machine.Registers[0].Of(CommandOpcode.InvalidateDeviceTableEntry, static command =>
        {
            command.TryAs(out InvalidateDeviceTableEntry invalidation);
            return (int)invalidation.DeviceId.Value;
        }));
        Assert.Equal(4, machine.Registers[0].TailWrites);
    }

    [Fact]
    public void A_full_buffer_makes_the_next_batch_wait_until_the_unit_has_gone_on_and_no_command_is_lost()
    {
        using DriverMachine machine = new(unit: new IommuUnitOptions { CommandBufferLength = 256 });
        CommandQueue queue = machine.Units[0].Queue;
        int pumped = 0;
        machine.WhenPumped = () => pumped++;
        machine.ClearRecords();
        for (int batch = 0; batch < 3; batch++)
        {
            queue.Submit(Invalidations(100));
        }

        Assert.True(pumped > 0, "303 commands found room in a buffer of 256 without waiting.");
        queue.Wait(queue.Submit([]));
        Assert.Equal(300, machine.Registers[0].Of(CommandOpcode.InvalidateDeviceTableEntry, static command => command).Count);
    }

    [Fact]
    public void A_unit_that_does_not_answer_in_time_has_failed_and_says_what_it_was_asked_for()
    {
        StoppedClock clock = new();
        using DriverMachine machine = new(unit: new IommuUnitOptions { TimeProvider = clock, Timeout = TimeSpan.FromMilliseconds(100) });
        machine.Dead.Add(0);
        machine.WhenPumped = () => clock.Advance(TimeSpan.FromMilliseconds(30));
        CommandQueue queue = machine.Units[0].Queue;
        ulong sequence = queue.Submit(Invalidations(1));
        IommuUnitFailedException failure = Assert.Throws<IommuUnitFailedException>(() => queue.Wait(sequence));
        Assert.Equal((UnitFailure.Timeout, "unit 0"), (failure.Failure, failure.Unit));
        Assert.Contains("100 ms", failure.Message);

        IommuUnitFailedException later = Assert.Throws<IommuUnitFailedException>(() => queue.Submit([]));
        Assert.Same(failure, later.InnerException);
        Assert.Same(failure, machine.Units[0].Failure);
    }

    [Fact]
    public void A_unit_that_stops_at_an_illegal_command_has_failed_but_what_completed_before_counts()
    {
        using DriverMachine machine = new();
        CommandQueue queue = machine.Units[0].Queue;
        ulong good = queue.Submit(Invalidations(1));
        ulong bad = queue.Submit(new byte[Command.SizeInBytes]);
        IommuUnitFailedException failure = Assert.Throws<IommuUnitFailedException>(() => queue.Wait(bad));
        Assert.Equal(UnitFailure.CommandBufferStopped, failure.Failure);
        queue.Wait(good);
        Assert.True(machine.Units[0].TryReadEvent(out EventLogEntry entry));
        Assert.Equal(EventCode.IllegalCommand, entry.Code);
        Assert.False(machine.Units[0].TryReadEvent(out _));
    }

    [Fact]
    public void Batches_of_several_threads_stay_whole_and_every_thread_waits_for_its_own()
    {
        using DriverMachine machine = new(mode: ExecutionMode.Threaded);
        CommandQueue queue = machine.Units[0].Queue;
        machine.ClearRecords();
        Parallel.For(0, 4, worker =>
        {
            for (int round = 0; round < 200; round++)
            {
                byte[] batch = new byte[3 * Command.SizeInBytes];
                for (int index = 0; index < 3; index++)
                {
                    new InvalidateDeviceTableEntry { DeviceId = new DeviceId((ushort)((worker * 10) + index)) }.Write(batch.AsSpan(index * Command.SizeInBytes));
                }

                queue.Wait(queue.Submit(batch));
            }
        });

        List<ushort> devices = machine.Registers[0].Of(CommandOpcode.InvalidateDeviceTableEntry, static command =>
        {
            command.TryAs(out InvalidateDeviceTableEntry invalidation);
            return invalidation.DeviceId.Value;
        });
        Assert.Equal(2400, devices.Count);
        Assert.All(devices.Chunk(3), static batch => Assert.Equal([batch[0], (ushort)(batch[0] + 1), (ushort)(batch[0] + 2)], batch));
        Assert.Equal(800, machine.Registers[0].TailWrites);
    }

    [Fact]
    public void Who_waits_while_the_buffer_starts_over_goes_on_waiting()
    {
        using DriverMachine machine = new();
        CommandQueue queue = machine.Units[0].Queue;
        machine.Dead.Add(0);
        ulong sequence = queue.Submit([]);
        CommandQueue.WaitState state = queue.BeginWait();
        queue.BeginRestart();
        SetRunning(false);
        for (int poll = 0; poll < 100; poll++)
        {
            Assert.False(queue.Poll(sequence, ref state, out _));
        }

        Assert.Null(queue.Failure);
        SetRunning(true);
        queue.EndRestart();
        machine.Dead.Clear();
        queue.Wait(sequence);

        void SetRunning(bool isRunning)
        {
            Span<byte> bytes = stackalloc byte[ControlRegister.SizeInBytes];
            machine.Registers[0].Read(RegisterOffset.Control, bytes);
            ControlRegister control = ControlRegister.Read(bytes);
            control.CommandBufferEnabled = isRunning;
            control.Write(bytes);
            machine.Registers[0].Write(RegisterOffset.Control, bytes);
        }
    }

    [Fact]
    public void A_unit_that_has_confirmed_has_not_failed_however_long_the_waiting_thread_did_not_run()
    {
        StoppedClock clock = new();
        using DriverMachine machine = new(unit: new IommuUnitOptions { TimeProvider = clock, Timeout = TimeSpan.FromSeconds(1) });
        CommandQueue queue = machine.Units[0].Queue;
        machine.WhenPumped = () =>
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            machine.Model().Step(int.MaxValue);
        };
        for (int round = 0; round < 40; round++)
        {
            ulong sequence = queue.Submit(Invalidations(20));
            CommandQueue.WaitState state = queue.BeginWait();

            // The time is over before the first look, and before the second the unit has confirmed.
            clock.Advance(TimeSpan.FromSeconds(2));
            IommuUnitFailedException? failure;
            while (!queue.Poll(sequence, ref state, out failure))
            {
            }

            Assert.Null(failure);
            Assert.Null(queue.Failure);
        }
    }

    [Fact]
    public void A_batch_that_the_unit_has_done_just_before_it_stopped_is_done()
    {
        using DriverMachine machine = new();
        (CommandQueue queue, Action step) = SecondQueue(machine, firstSequence: 0, out LateRegisters registers);
        ulong sequence = queue.Submit([]);
        CommandQueue.WaitState state = queue.BeginWait();
        registers.IsStopped = true;

        // The unit is looked at a second time before it counts as failed.
        int looks = 0;
        registers.BeforeStatus = () =>
        {
            if (++looks == 2)
            {
                step();
            }
        };
        IommuUnitFailedException? failure;
        while (!queue.Poll(sequence, ref state, out failure))
        {
        }

        Assert.Null(failure);
        Assert.NotNull(queue.Failure);
    }

    private static byte[] Invalidations(int count)
    {
        byte[] bytes = new byte[count * Command.SizeInBytes];
        for (int index = 0; index < count; index++)
        {
            new InvalidateDeviceTableEntry { DeviceId = new DeviceId((ushort)index) }.Write(bytes.AsSpan(index * Command.SizeInBytes));
        }

        return bytes;
    }

    private static (CommandQueue Queue, Action Step) SecondQueue(DriverMachine machine, ulong firstSequence) => SecondQueue(machine, firstSequence, out _);

    private static (CommandQueue Queue, Action Step) SecondQueue(DriverMachine machine, ulong firstSequence, out LateRegisters late)
    {
        IommuDevice device = new(machine.Memory, new IommuDeviceOptions { ExecutionMode = ExecutionMode.Stepped });
        IommuUnitOptions options = new() { DeviceTableFrames = 1 };
        late = new LateRegisters(device);
        UnitRegisters registers = new(late, options.Name);
        IommuUnit unit = new(device, machine.Memory, machine.Frames, new IommuUnitOptions { DeviceTableFrames = 1, Pump = new Stepper(device) });
        registers.Write(RegisterOffset.Control, default(ControlRegister).ToRaw());
        unit.Queue.Empty();
        Assert.True(machine.Frames.TryAllocate(out ulong semaphore));
        CommandQueue queue = new(registers, machine.Memory, unit.Queue.Address, semaphore, options, firstSequence);
        registers.WritePointer(RegisterOffset.CommandBufferHead, 0);
        registers.WritePointer(RegisterOffset.CommandBufferTail, 0);
        registers.Control = new ControlRegister { CommandBufferEnabled = true, IommuEnabled = true };
        return (queue, () => device.Step(1));
    }

    private sealed class Stepper(IommuDevice device) : IIommuPump
    {
        public void Pump() => device.Step(1);
    }

    /// <summary>Registers of a unit that goes on just before its status is read, and then has stopped.</summary>
    private sealed class LateRegisters(IRegisterSpace inner) : IRegisterSpace
    {
        public Action? BeforeStatus { get; set; }

        public bool IsStopped { get; set; }

        public AccessResult Read(ulong offset, Span<byte> destination)
        {
            if (offset == RegisterOffset.Status)
            {
                BeforeStatus?.Invoke();
            }

            AccessResult result = inner.Read(offset, destination);
            if (offset == RegisterOffset.Status && IsStopped)
            {
                StatusRegister status = StatusRegister.Read(destination);
                status.CommandBufferRunning = false;
                status.Write(destination);
            }

            return result;
        }

        public AccessResult Write(ulong offset, ReadOnlySpan<byte> source) => inner.Write(offset, source);
    }
}
