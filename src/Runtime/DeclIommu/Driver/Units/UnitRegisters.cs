using System.Buffers.Binary;
using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>The registers of one unit, 64 bits at a time.</summary>
internal sealed class UnitRegisters(IRegisterSpace space, string unit)
{
    public ControlRegister Control
    {
        get => ControlRegister.FromRaw(Read(RegisterOffset.Control));
        set => Write(RegisterOffset.Control, value.ToRaw());
    }

    public StatusRegister Status => StatusRegister.FromRaw(Read(RegisterOffset.Status));

    public ExtendedFeatureRegister ExtendedFeatures => ExtendedFeatureRegister.FromRaw(Read(RegisterOffset.ExtendedFeatures));

    public ExtendedFeature2Register ExtendedFeatures2 => ExtendedFeature2Register.FromRaw(Read(RegisterOffset.ExtendedFeatures2));

    public ulong Read(ulong offset)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        Check(space.Read(offset, bytes), offset);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    public void Write(ulong offset, ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Check(space.Write(offset, bytes), offset);
    }

    public uint ReadPointer(ulong offset) => RingPointerRegister.FromRaw(Read(offset)).Offset;

    public void WritePointer(ulong offset, uint value) => Write(offset, new RingPointerRegister { Offset = value }.ToRaw());

    private void Check(AccessResult result, ulong offset)
    {
        if (result != AccessResult.Done)
        {
            throw new IommuUnitFailedException(unit, UnitFailure.RegisterRefused, $"{unit} answered an 8-byte access to its register at offset 0x{offset:X4} with {result}.");
        }
    }
}
