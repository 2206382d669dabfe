using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.State;

namespace DeclIommu.Device;

/// <summary>Fetches commands and has them executed, one after the other.</summary>
internal sealed class CommandEngine
{
    private readonly object _gate = new();
    private readonly DeviceModel _model;
    private readonly IInterruptSink? _interrupts;

    [PointeeGuardedBy(nameof(_gate))]
    private readonly RegisterFile _registers;

    [GuardedBy(nameof(_gate))]
    private CommandExecutor _executor;

    internal CommandEngine(DeviceModel model, IInterruptSink? interrupts)
    {
        _model = model;
        _registers = model.Registers;
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

    /// <summary>The registers as they are while no command is being executed.</summary>
    internal SavedRegister[] SaveRegisters()
    {
        lock (_gate)
        {
            return _registers.Save();
        }
    }

    private Step Execute(out ulong address)
    {
        lock (_gate)
        {
            address = 0;
            if (!_registers.TryGetCommand(out CommandPlace place))
            {
                return Step.Idle;
            }

            address = place.Address;
            if (!_model.Memory.TryGetSpan(place.Address, Command.SizeInBytes, out Span<byte> source))
            {
                _registers.StopCommands();
                return Step.HardwareError;
            }

            // A copy, so that the guest cannot change what was judged before it is done.
            Span<byte> command = stackalloc byte[Command.SizeInBytes];
            source.CopyTo(command);
            Command.Dispatch(command, ref _executor);
            switch (_executor.Verdict)
            {
                case CommandVerdict.Illegal:
                    _registers.StopCommands();
                    return Step.Illegal;
                case CommandVerdict.StoreFailed:
                    _registers.StopCommands();
                    address = _executor.FailedAddress;
                    return Step.HardwareError;
                default:
                    _registers.CompleteCommand(place);
                    return _executor.Verdict == CommandVerdict.ExecutedWithInterrupt ? Step.ExecutedWithInterrupt : Step.Executed;
            }
        }
    }
}
