using System.Buffers.Binary;
using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.Memory;

namespace NestedDomains.Hardware;

/// <summary>Whole 64-bit registers, as a driver reads and writes them.</summary>
internal static class RegisterSpaceExtensions
{
    extension(IRegisterSpace registers)
    {
        public ulong ReadRegister(ulong offset)
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            Verify(registers.Read(offset, bytes), offset);
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        }

        public void WriteRegister(ulong offset, ulong value) => Verify(registers.TryWriteRegister(offset, value), offset);

        public AccessResult TryWriteRegister(ulong offset, ulong value)
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
            return registers.Write(offset, bytes);
        }

        public uint ReadRingPointer(ulong offset) => RingPointerRegister.FromRaw(registers.ReadRegister(offset)).Offset;

        public void WriteRingPointer(ulong offset, uint value) =>
            registers.WriteRegister(offset, new RingPointerRegister { Offset = value }.ToRaw());
    }

    private static void Verify(AccessResult result, ulong offset)
    {
        if (result != AccessResult.Done)
        {
            throw new InvalidOperationException($"The access to register 0x{offset:x} ended as {result}.");
        }
    }
}
