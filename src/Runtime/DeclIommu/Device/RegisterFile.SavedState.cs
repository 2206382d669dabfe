using System.Buffers.Binary;
using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.State;

namespace DeclIommu.Device;

/// <content>State that moves.</content>
internal sealed partial class RegisterFile
{
    private const uint BankSize = 0x4000;

    // Last, in this order: what moves the pointers back, what starts the rings, what then stands as it was.
    private static readonly ulong[] WrittenLast =
    [
        RegisterOffset.CommandBufferHead, RegisterOffset.CommandBufferTail, RegisterOffset.EventLogHead, RegisterOffset.EventLogTail, RegisterOffset.Control, RegisterOffset.Status,
    ];

    /// <summary>Every register that is not zero.</summary>
    internal SavedRegister[] Save()
    {
        List<SavedRegister> registers = [];
        lock (_gate)
        {
            for (uint offset = 0; offset < BankSize; offset += sizeof(ulong))
            {
                if (ReadWord(offset) is var value and not 0)
                {
                    registers.Add(new SavedRegister { Offset = offset, Value = value });
                }
            }
        }

        return [.. registers];
    }

    /// <summary>Gives the registers of a device that was just switched on the values that they had.</summary>
    /// <exception cref="SavedStateException">The device is another, or no registers can have had them.</exception>
    internal void Restore(SavedRegister[] registers)
    {
        Dictionary<ulong, ulong> values = [];
        foreach (SavedRegister register in registers)
        {
            if (register.Offset % sizeof(ulong) != 0 || register.Offset >= BankSize || !values.TryAdd(register.Offset, register.Value))
            {
                throw new SavedStateException(SavedStateFault.Inconsistent, $"register 0x{register.Offset:X4} is none, or is there twice.");
            }
        }

        lock (_gate)
        {
            foreach (ulong offset in (ulong[])[RegisterOffset.ExtendedFeatures, RegisterOffset.ExtendedFeatures2])
            {
                if (values.GetValueOrDefault(offset) != ReadWord(offset))
                {
                    throw new SavedStateException(
                        SavedStateFault.CapabilityMissing, $"the device announced 0x{values.GetValueOrDefault(offset):X16} at offset 0x{offset:X4}, and this one announces 0x{ReadWord(offset):X16}.");
                }
            }

            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            foreach (ulong offset in values.Keys.Where(static offset => !WrittenLast.Contains(offset)).Order().Concat(WrittenLast))
            {
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, values.GetValueOrDefault(offset));
                _bank.Write(offset, bytes);
            }

            _bank.Status = StatusRegister.FromRaw(values.GetValueOrDefault(RegisterOffset.Status));
            if (_bank.Capabilities.HardwareErrorRegisters)
            {
                _bank.HardwareEventStatus = HardwareEventStatusRegister.FromRaw(values.GetValueOrDefault(RegisterOffset.HardwareEventStatus));
            }

            for (uint offset = 0; offset < BankSize; offset += sizeof(ulong))
            {
                if (ReadWord(offset) != values.GetValueOrDefault(offset))
                {
                    throw new SavedStateException(SavedStateFault.Inconsistent, $"register 0x{offset:X4} cannot have been 0x{values.GetValueOrDefault(offset):X16} beside the others.");
                }
            }

            _translationEnabled = _bank.Control.IommuEnabled;
        }
    }

    [RequiresLock(nameof(_gate))]
    private ulong ReadWord(ulong offset)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        return _bank.Read(offset, bytes) == AccessResult.Done ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;
    }
}
