using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>The command buffer of one unit: batches go in under one lock with one tail write, each closed by a completion wait that stores its number.</summary>
/// <remarks>
/// Safe for concurrent use. The gate is taken after every other lock of the driver. Nobody waits while holding it: neither for completion nor for room.
/// Numbers rise by one a batch; a number is complete when what was stored last is it or a later one, compared so that wrapping does not matter.
/// </remarks>
internal sealed class CommandQueue
{
    private const int EntrySize = CompletionWait.SizeInBytes;

    private readonly UnitRegisters _registers;
    private readonly IPhysicalMemory _memory;
    private readonly ulong _ring;
    private readonly uint _size;
    private readonly ulong _semaphore;
    private readonly string _unit;
    private readonly IommuUnitOptions _options;
    private readonly object _gate = new();

    [GuardedBy(nameof(_gate))]
    private uint _tail;

    // As read last: the unit can only have gone on since.
    [GuardedBy(nameof(_gate))]
    private uint _head;

    [GuardedBy(nameof(_gate))]
    private ulong _sequence;

    private IommuUnitFailedException? _failure;

    // Odd while the buffer starts over: that it does not run then is no failure.
    private int _restarts;

    /// <param name="registers">The registers of the unit.</param>
    /// <param name="memory">The memory that the command buffer lies in.</param>
    /// <param name="ring">The address of the command buffer.</param>
    /// <param name="semaphore">The address of the eight bytes that completion waits store to.</param>
    /// <param name="options">The length of the buffer, and how to wait.</param>
    /// <param name="firstSequence">The number before that of the first batch.</param>
    public CommandQueue(UnitRegisters registers, IPhysicalMemory memory, ulong ring, ulong semaphore, IommuUnitOptions options, ulong firstSequence = 0)
    {
        _registers = registers;
        _memory = memory;
        _ring = ring;
        _size = (uint)(options.CommandBufferLength * EntrySize);
        _semaphore = semaphore;
        _unit = options.Name;
        _options = options;
        _sequence = firstSequence;
        Semaphore = firstSequence;
    }

    /// <summary>Why the unit is not asked any more, if it failed.</summary>
    public IommuUnitFailedException? Failure => Volatile.Read(ref _failure);

    /// <summary>The address of the command buffer.</summary>
    public ulong Address => _ring;

    /// <summary>The largest number of commands that one batch takes into the buffer at a time; larger batches go in parts.</summary>
    public int LargestPart => (int)(_size / EntrySize) - 2;

    private ref ulong SemaphoreWord
    {
        get
        {
            if (!_memory.TryGetSpan(_semaphore, sizeof(ulong), out Span<byte> bytes))
            {
                throw new InvalidOperationException($"The memory no longer backs the completion store of {_unit} at 0x{_semaphore:X}.");
            }

            return ref Unsafe.As<byte, ulong>(ref MemoryMarshal.GetReference(bytes));
        }
    }

    private ulong Semaphore
    {
        get
        {
            ulong stored = Volatile.Read(ref SemaphoreWord);
            return BitConverter.IsLittleEndian ? stored : BinaryPrimitives.ReverseEndianness(stored);
        }
        set => Volatile.Write(ref SemaphoreWord, BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));
    }

    /// <summary>Sends commands, in order and not mixed with those of others unless they are more than the buffer holds, and a completion wait after them.</summary>
    /// <param name="commands">Whole commands.</param>
    /// <param name="evenIfFailed">Whether to try although the unit has failed before.</param>
    /// <returns>The number to wait for.</returns>
    /// <exception cref="IommuUnitFailedException">The unit has failed, or fails now; some of the commands may have been sent.</exception>
    public ulong Submit(ReadOnlySpan<byte> commands, bool evenIfFailed = false)
    {
        while (commands.Length / EntrySize > LargestPart)
        {
            int part = LargestPart * EntrySize;
            SubmitPart(commands[..part], evenIfFailed);
            commands = commands[part..];
        }

        return SubmitPart(commands, evenIfFailed);
    }

    /// <summary>Waits until a batch has completed.</summary>
    /// <exception cref="IommuUnitFailedException">The unit failed before it confirmed the batch.</exception>
    public void Wait(ulong sequence, bool evenIfFailed = false)
    {
        WaitState state = BeginWait(evenIfFailed);
        IommuUnitFailedException? failure;
        while (!Poll(sequence, ref state, out failure))
        {
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>Begins a wait that <see cref="Poll(ulong, ref WaitState, out IommuUnitFailedException?)"/> goes on with.</summary>
    public WaitState BeginWait(bool evenIfFailed = false) => new(_options.TimeProvider.GetTimestamp(), evenIfFailed);

    /// <summary>Looks once whether a batch has completed, or the unit failed before it did.</summary>
    /// <returns>Whether the wait is over.</returns>
    public bool Poll(ulong sequence, ref WaitState state, out IommuUnitFailedException? failure)
    {
        failure = IsComplete(sequence) ? null : Poll(ref state, "a completion wait");

        // The completion may have come just before the unit failed over something later.
        if (!IsComplete(sequence))
        {
            return failure is not null;
        }

        failure = null;
        return true;
    }

    /// <summary>Whether a batch has completed.</summary>
    public bool IsComplete(ulong sequence) => unchecked((long)(Semaphore - sequence)) >= 0;

    /// <summary>Begins to start over: until the result is disposed of, who waits goes on waiting, and nothing is sent but by <see cref="Recover"/>.</summary>
    [return: ReturnsOwned]
    public QueueRestart BeginRestart()
    {
        Interlocked.Increment(ref _restarts);
        return new QueueRestart(this);
    }

    internal void EndRestart() => Interlocked.Increment(ref _restarts);

    /// <summary>Empties the buffer, while the unit does not read it. What was in it completes with whatever is sent next.</summary>
    public void Empty()
    {
        lock (_gate)
        {
            _registers.WritePointer(RegisterOffset.CommandBufferHead, 0);
            _registers.WritePointer(RegisterOffset.CommandBufferTail, 0);
            _tail = 0;
            _head = 0;
        }
    }

    /// <summary>Has the unit forget everything, also after it failed; if it confirms, that is over.</summary>
    /// <exception cref="IommuUnitFailedException">It does not.</exception>
    public void Recover(ReadOnlySpan<byte> commands)
    {
        IommuUnitFailedException? failure = Failure;
        Wait(Submit(commands, evenIfFailed: true), evenIfFailed: true);
        Interlocked.CompareExchange(ref _failure, null, failure);
    }

    private IommuUnitFailedException Fail(UnitFailure failure, string message)
    {
        IommuUnitFailedException made = new(_unit, failure, message);
        if (Interlocked.CompareExchange(ref _failure, made, null) is { } earlier)
        {
            return earlier.Again();
        }

        DriverMetrics.NoteFailure(made);
        if (_options.Logger is { } logger)
        {
            DriverLog.UnitFailed(logger, _unit, failure, message);
        }

        return made;
    }

    private void ThrowIfFailed()
    {
        if (Failure is { } failure)
        {
            throw failure.Again();
        }
    }

    private ulong SubmitPart(ReadOnlySpan<byte> commands, bool evenIfFailed)
    {
        WaitState state = BeginWait(evenIfFailed);
        while (true)
        {
            if (!evenIfFailed)
            {
                ThrowIfFailed();
            }

            lock (_gate)
            {
                if ((evenIfFailed || !IsRestarting) && HasRoom((uint)commands.Length + EntrySize))
                {
                    Append(commands);
                    ulong sequence = unchecked(++_sequence);
                    Append(sequence);

                    // The unit must find the commands behind the tail that it reads.
                    Thread.MemoryBarrier();
                    _registers.WritePointer(RegisterOffset.CommandBufferTail, _tail);
                    return sequence;
                }
            }

            if (Poll(ref state, "room in the command buffer") is { } failure)
            {
                throw failure;
            }
        }
    }

    private bool IsRestarting => Volatile.Read(ref _restarts) % 2 != 0;

    [RequiresLock(nameof(_gate))]
    private bool HasRoom(uint length)
    {
        if (Free() >= length)
        {
            return true;
        }

        _head = _registers.ReadPointer(RegisterOffset.CommandBufferHead);
        return Free() >= length;
    }

    // One entry stays free: a full buffer would look like an empty one.
    [RequiresLock(nameof(_gate))]
    private uint Free() => (_head > _tail ? _head - _tail : _size - _tail + _head) - EntrySize;

    [RequiresLock(nameof(_gate))]
    private void Append(ulong sequence)
    {
        Span<byte> bytes = stackalloc byte[EntrySize];
        new CompletionWait { Store = true, StoreAddress = _semaphore, StoreData = sequence }.Write(bytes);
        Append(bytes);
    }

    [RequiresLock(nameof(_gate))]
    private void Append(ReadOnlySpan<byte> commands)
    {
        if (!_memory.TryGetSpan(_ring, (int)_size, out Span<byte> ring))
        {
            throw new InvalidOperationException($"The memory no longer backs the command buffer of {_unit} at 0x{_ring:X}.");
        }

        int untilEnd = Math.Min(commands.Length, (int)(_size - _tail));
        commands[..untilEnd].CopyTo(ring[(int)_tail..]);
        commands[untilEnd..].CopyTo(ring);
        _tail = (uint)((_tail + commands.Length) % _size);
    }

    private IommuUnitFailedException? Poll(ref WaitState state, string what)
    {
        if (!state.IgnoresFailure && Failure is { } earlier)
        {
            return earlier.Again();
        }

        IommuUnitFailedException? failure = LookForFailure(ref state, what);
        if (failure is null)
        {
            Pause(ref state);
        }

        return failure;
    }

    private void Pause(ref WaitState state)
    {
        if (_options.Pump is { } pump)
        {
            pump.Pump();
        }
        else
        {
            // Never to sleep: a flush takes microseconds, and a sleep a thousand of them.
            state.Spinner.SpinOnce(sleep1Threshold: -1);
        }
    }

    private IommuUnitFailedException? LookForFailure(ref WaitState state, string what)
    {
        if (!state.IsOverdue && state.Polls++ % WaitState.PollsBetweenChecks != 0)
        {
            return null;
        }

        int restarts = Volatile.Read(ref _restarts);
        bool isRunning = _registers.Status.CommandBufferRunning;
        if (!state.IgnoresFailure && (restarts % 2 != 0 || Volatile.Read(ref _restarts) != restarts))
        {
            return null;
        }

        if (isRunning && _options.TimeProvider.GetElapsedTime(state.Start) <= _options.Timeout)
        {
            return null;
        }

        if (!state.IsOverdue)
        {
            // The caller looks once more: what it waits for may have come while this thread was not running.
            state.IsOverdue = true;
            return null;
        }

        return isRunning
            ? Fail(UnitFailure.Timeout, $"{_unit} did not give the driver {what} within {_options.Timeout.TotalMilliseconds} ms.")
            : Fail(UnitFailure.CommandBufferStopped, $"{_unit} stopped its command buffer at offset 0x{_registers.ReadPointer(RegisterOffset.CommandBufferHead):X} while the driver waited for {what}.");
    }

    /// <summary>How long a wait has lasted.</summary>
    internal struct WaitState(long start, bool ignoresFailure)
    {
        public const uint PollsBetweenChecks = 16;

        public readonly long Start = start;
        public readonly bool IgnoresFailure = ignoresFailure;
        public SpinWait Spinner;
        public uint Polls;

        /// <summary>Whether the wait should have been over when the unit was looked at last.</summary>
        public bool IsOverdue;
    }
}
