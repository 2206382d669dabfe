using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>Commands for several units that make one whole: sent to all of them, then awaited on exactly those that were sent any.</summary>
/// <remarks>For one thread at a time; taken from the host and given back, so that a flush allocates nothing once the lists have grown.</remarks>
[ReferenceCounted]
internal sealed class FlushBatch
{
    private readonly IReadOnlyList<IommuUnit> _units;
    private readonly CommandList?[] _commands;
    private readonly ulong[] _sequences;
    private readonly CommandQueue.WaitState[] _waits;
    private long _start;

    public FlushBatch(IReadOnlyList<IommuUnit> units)
    {
        _units = units;
        _commands = new CommandList?[units.Count];
        _sequences = new ulong[units.Count];
        _waits = new CommandQueue.WaitState[units.Count];
    }

    /// <summary>The units that have commands in this batch.</summary>
    public UnitSet Units { get; private set; }

    /// <summary>Frames that may be freed once the batch has completed everywhere.</summary>
    public List<ulong> RetiredFrames { get; } = [];

    /// <summary>Hands over the frames, for whoever ends the flush.</summary>
    [return: ReturnsOwned]
    public List<ulong> TakeFrames() => RetiredFrames;

    /// <summary>Those who wait for the batch besides the one who sent it.</summary>
    public List<FlushOperation> Waiting { get; } = [];

    public CommandList For(int unit)
    {
        Units |= UnitSet.Of(unit);
        return _commands[unit] ??= new CommandList();
    }

    /// <summary>Sends all commands and waits for them on every unit, also after one of them has failed.</summary>
    /// <param name="failed">The units that have not confirmed.</param>
    /// <returns>The first failure, if there was one.</returns>
    public IommuUnitFailedException? Execute(out UnitSet failed)
    {
        IommuUnitFailedException? first = Send(out failed);
        for (UnitSet left = Units - failed; !left.IsEmpty; left = left.WithoutFirst())
        {
            try
            {
                _units[left.First].Queue.Wait(_sequences[left.First]);
            }
            catch (IommuUnitFailedException failure)
            {
                first ??= failure;
                failed |= UnitSet.Of(left.First);
            }
        }

        NoteEnd();
        return first;
    }

    /// <summary>Sends all commands, also after a unit has failed; <see cref="Poll"/> tells when the units have done them.</summary>
    /// <param name="failed">The units that did not take theirs.</param>
    /// <returns>The first failure, if there was one.</returns>
    public IommuUnitFailedException? Send(out UnitSet failed)
    {
        IommuUnitFailedException? firstRefusal = null;
        failed = UnitSet.Empty;
        _start = DriverMetrics.Start();
        for (UnitSet left = Units; !left.IsEmpty; left = left.WithoutFirst())
        {
            CommandQueue queue = _units[left.First].Queue;
            try
            {
                _sequences[left.First] = queue.Submit(_commands[left.First]!.Bytes);
                _waits[left.First] = queue.BeginWait();
            }
            catch (IommuUnitFailedException failure)
            {
                firstRefusal ??= failure;
                failed |= UnitSet.Of(left.First);
            }
        }

        return firstRefusal;
    }

    /// <summary>Looks once at units that have not answered yet.</summary>
    /// <param name="waiting">Those units; loses the ones that have confirmed, or failed.</param>
    /// <param name="first">The first failure, if there was one.</param>
    /// <returns>Whether none is left.</returns>
    public bool Poll(ref UnitSet waiting, ref IommuUnitFailedException? first)
    {
        for (UnitSet left = waiting; !left.IsEmpty; left = left.WithoutFirst())
        {
            if (_units[left.First].Queue.Poll(_sequences[left.First], ref _waits[left.First], out IommuUnitFailedException? failure))
            {
                waiting -= UnitSet.Of(left.First);
                first ??= failure;
            }
        }

        if (waiting.IsEmpty)
        {
            NoteEnd();
        }

        return waiting.IsEmpty;
    }

    public void Clear()
    {
        for (UnitSet left = Units; !left.IsEmpty; left = left.WithoutFirst())
        {
            _commands[left.First]!.Clear();
        }

        Units = UnitSet.Empty;
        RetiredFrames.Clear();
        Waiting.Clear();
    }

    private void NoteEnd()
    {
        int commands = 0;
        for (UnitSet left = Units; !left.IsEmpty; left = left.WithoutFirst())
        {
            commands += _commands[left.First]!.Count;
        }

        DriverMetrics.Note(_start, Units.Count, commands);
    }
}
