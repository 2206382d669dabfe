using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Device;

/// <summary>Fetches commands and has them executed, one after the other.</summary>
internal sealed class CommandEngine
{
    private readonly object _gate = new();
    private readonly DeviceModel _model;
    private readonly IInterruptSink? _interrupts;

    [GuardedBy(nameof(_gate))]
    private CommandExecutor _executor;

    internal CommandEngine(DeviceModel model, IInterruptSink? interrupts)
    {
        _model = model;
        _interrupts = interrupts;
        _executor = new CommandExecutor(model);
    }

    private enum Step
    {
        Idle,
        Executed,
        ExecutedWithInterrupt,
        Illegal,
        HardwareError,
    }

    /// <summary>Takes the next command, if there is one and the buffer runs.</summary>
    /// <returns>Whether there was one, be it executed or refused.</returns>
    internal bool TryExecuteNext()
    {
        Step step = Execute(out ulong address);
        switch (step)
        {
            case Step.Idle:
                return false;
            case Step.ExecutedWithInterrupt:
                _interrupts?.Raise(InterruptSource.CompletionWait);
                break;
            case Step.Illegal:
                _model.Events.ReportIllegalCommand(address);
                break;
            case Step.HardwareError:
                _model.Events.ReportCommandHardwareError(address);
                break;
        }

        return true;
    }

    /// <summary>Does something while no command is being executed.</summary>
    internal T BetweenCommands<T>([InvokedImmediately] Func<T> action)
    {
        lock (_gate)
        {
            return action();
        }
    }

    private Step Execute(out ulong address)
    {
        lock (_gate)
        {
            address = 0;
            if (!_model.Registers.TryGetCommand(out CommandPlace place))
            {
                return Step.Idle;
            }

            address = place.Address;
            if (!_model.Memory.TryGetSpan(place.Address, Command.SizeInBytes, out Span<byte> source))
            {
                _model.Registers.StopCommands();
                return Step.HardwareError;
            }

            // A copy, so that the guest cannot change what was judged before it is done.
            Span<byte> command = stackalloc byte[Command.SizeInBytes];
            source.CopyTo(command);
            Command.Dispatch(command, ref _executor);
            switch (_executor.Verdict)
            {
                case CommandVerdict.Illegal:
                    _model.Registers.StopCommands();
                    return Step.Illegal;
                case CommandVerdict.StoreFailed:
                    _model.Registers.StopCommands();
                    address = _executor.FailedAddress;
                    return Step.HardwareError;
                default:
                    _model.Registers.CompleteCommand(place);
                    return _executor.Verdict == CommandVerdict.ExecutedWithInterrupt ? Step.ExecutedWithInterrupt : Step.Executed;
            }
        }
    }
}
