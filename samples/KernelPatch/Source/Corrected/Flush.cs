using KernelPatch.Kernel;

namespace KernelPatch.Corrected;

/// <summary>Invalidations that belong together, and the wait for exactly the units that were sent any.</summary>
/// <remarks>Past a number of commands for one unit it is told to forget everything instead.</remarks>
public sealed class Flush
{
    private const int Widest = 64;

    private readonly Dictionary<IommuUnit, List<Invalidation>> _commands = [];

    public void Add(IommuUnit unit, Invalidation command)
    {
        if (!_commands.TryGetValue(unit, out List<Invalidation>? commands))
        {
            _commands.Add(unit, commands = []);
        }

        commands.Add(command);
    }

    /// <summary>Returns when every unit has carried out what it was to.</summary>
    /// <exception cref="KernelException">A unit does not answer: the first error; the other units have been flushed.</exception>
    public void Complete()
    {
        Errno first = Errno.None;
        foreach ((IommuUnit unit, List<Invalidation> commands) in _commands)
        {
            Errno error = Send(unit, commands.Count > Widest ? [Invalidation.Everything] : commands);
            first = first == Errno.None ? error : first;
        }

        if (first != Errno.None)
        {
            throw new KernelException(first);
        }
    }

    private static Errno Send(IommuUnit unit, List<Invalidation> commands)
    {
        foreach (Invalidation command in commands)
        {
            Errno error = unit.Queue(command);
            if (error == Errno.TimedOut)
            {
                // The ring is full: a wait empties it.
                error = unit.WaitForCompletion();
                error = error == Errno.None ? unit.Queue(command) : error;
            }

            if (error != Errno.None)
            {
                return error;
            }
        }

        return unit.WaitForCompletion();
    }
}
