namespace DeclIommu.Driver;

/// <summary>Commands for several units that make one whole: sent to all of them, then awaited on exactly those that were sent any.</summary>
/// <remarks>For one thread at a time; taken from the host and given back, so that a flush allocates nothing once the lists have grown.</remarks>
internal sealed class FlushBatch
{
    private readonly IReadOnlyList<IommuUnit> _units;
    private readonly CommandList?[] _commands;
    private readonly ulong[] _sequences;

    public FlushBatch(IReadOnlyList<IommuUnit> units)
    {
        _units = units;
        _commands = new CommandList?[units.Count];
        _sequences = new ulong[units.Count];
    }

    /// <summary>The units that have commands in this batch.</summary>
    public UnitSet Units { get; private set; }

    /// <summary>Frames that may be freed once the batch has completed everywhere.</summary>
    public List<ulong> RetiredFrames { get; } = [];

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
        IommuUnitFailedException? first = null;
        failed = UnitSet.Empty;
        for (UnitSet left = Units; !left.IsEmpty; left = left.WithoutFirst())
        {
            try
            {
                _sequences[left.First] = _units[left.First].Queue.Submit(_commands[left.First]!.Bytes);
            }
            catch (IommuUnitFailedException failure)
            {
                first ??= failure;
                failed |= UnitSet.Of(left.First);
            }
        }

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

        return first;
    }

    public void Clear()
    {
        for (UnitSet left = Units; !left.IsEmpty; left = left.WithoutFirst())
        {
            _commands[left.First]!.Clear();
        }

        Units = UnitSet.Empty;
        RetiredFrames.Clear();
    }
}
