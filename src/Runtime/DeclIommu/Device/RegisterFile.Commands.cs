using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Device;

/// <content>The command buffer.</content>
internal sealed partial class RegisterFile
{
    /// <summary>Gives the place of the next command, without taking it off the buffer.</summary>
    /// <returns>False if the buffer is empty or does not run.</returns>
    internal bool TryGetCommand(out CommandPlace place)
    {
        lock (_gate)
        {
            place = new CommandPlace(_bank.CommandBufferBase.Base + _bank.CommandBufferHead.Offset, _bank.CommandBufferMoves);
            return CommandIsPending();
        }
    }

    /// <summary>Moves the head past a command that was executed, unless software has moved it meanwhile.</summary>
    internal void CompleteCommand(CommandPlace place)
    {
        lock (_gate)
        {
            if (_bank.CommandBufferMoves != place.Moves)
            {
                return;
            }

            ulong next = _bank.CommandBufferHead.Offset + (ulong)Command.SizeInBytes;
            _bank.CommandBufferHead = new RingPointerRegister { Offset = next >= _bank.CommandBufferBase.LengthInBytes ? 0 : (uint)next };
        }
    }

    /// <summary>Clears CmdBufRun: the head stays where it is until software starts the buffer again.</summary>
    internal void StopCommands()
    {
        lock (_gate)
        {
            StatusRegister status = _bank.Status;
            status.CommandBufferRunning = false;
            _bank.Status = status;
        }
    }

    /// <summary>Sets ComWaitInt.</summary>
    /// <returns>Whether the interrupt is to be raised.</returns>
    internal bool NoteCompletionWait()
    {
        lock (_gate)
        {
            StatusRegister status = _bank.Status;
            status.CompletionWaitInterrupt = true;
            _bank.Status = status;
            return _bank.Control.CompletionWaitInterruptEnabled;
        }
    }

    /// <summary>Waits until there is a command to execute.</summary>
    /// <returns>False once the device is closed.</returns>
    internal bool WaitForCommand()
    {
        lock (_gate)
        {
            while (!_closed && !CommandIsPending())
            {
                Monitor.Wait(_gate);
            }

            return !_closed;
        }
    }

    /// <summary>Lets <see cref="WaitForCommand"/> return for good.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    [RequiresLock(nameof(_gate))]
    private bool CommandIsPending() => _bank.Status.CommandBufferRunning && _bank.CommandBufferHead != _bank.CommandBufferTail;
}
