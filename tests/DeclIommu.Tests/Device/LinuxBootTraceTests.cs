using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Device;

/// <summary>What Linux 6.1's driver does to the registers from boot on, replayed: Data/traces/linux61-boot-registers.</summary>
public sealed class LinuxBootTraceTests
{
    private const int CommandsRecorded = 788;
    private const int ReadsRecorded = 30;

    [Fact]
    public void The_device_answers_a_booting_Linux_as_it_expects_and_executes_every_command()
    {
        // The EFR that the recorded boot saw.
        using var replay = new Replay(ExtendedFeatureRegister.FromRaw(0x9C0));
        foreach (string line in Lines())
        {
            replay.Take(line);
        }

        replay.Finish();
        Assert.Equal((ReadsRecorded, CommandsRecorded), (replay.Reads, replay.Commands));
    }

    private static IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(new GZipStream(
            File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "traces", "linux61-boot-registers.txt.gz")), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static ulong Hex(string text) => ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private sealed class Replay : IDisposable
    {
        private readonly PhysicalMemory _memory = new(0x1000_0000);
        private readonly IommuDevice _device;
        private readonly List<UInt128> _batch = [];
        private ulong _written;
        private (ulong Offset, byte[] Bytes)? _tailWrite;

        public Replay(ExtendedFeatureRegister features) =>
            _device = new IommuDevice(_memory, new IommuDeviceOptions { ExecutionMode = ExecutionMode.Stepped, ExtendedFeatures = features });

        public int Reads { get; private set; }

        public int Commands { get; private set; }

        public void Dispose() => _device.Dispose();

        public void Take(string line)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "CMD")
            {
                _batch.Add(Encode(words[1], words[2..]));
                return;
            }

            Finish();
            ulong offset = Hex(words[1]);
            byte[] bytes = new byte[int.Parse(words[2], CultureInfo.InvariantCulture)];
            if (words[0] == "R")
            {
                Assert.Equal(AccessResult.Done, _device.Read(offset, bytes));
                Array.Resize(ref bytes, 8);
                Assert.True(Hex(words[4]) == BinaryPrimitives.ReadUInt64LittleEndian(bytes), $"{line}: read {Convert.ToHexString(bytes)}");
                Reads++;
                return;
            }

            byte[] value = new byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(value, Hex(words[4]));
            value.AsSpan(0, bytes.Length).CopyTo(bytes);
            if (offset == RegisterOffsets.CommandBufferTail)
            {
                _tailWrite = (offset, bytes);
            }
            else
            {
                Assert.Equal(AccessResult.Done, _device.Write(offset, bytes));
            }
        }

        /// <summary>Puts the commands that a tail write released into the ring, writes the tail, and has them executed.</summary>
        public void Finish()
        {
            if (_tailWrite is not { } tail)
            {
                return;
            }

            foreach (UInt128 command in _batch)
            {
                Assert.True(_memory.TryGetSpan(Register(RegisterOffsets.CommandBufferBase) % 0x10_0000_0000 + _written, 16, out Span<byte> slot));
                BinaryPrimitives.WriteUInt128LittleEndian(slot, command);
                _written = (_written + 16) % 8192;
            }

            Assert.Equal(AccessResult.Done, _device.Write(tail.Offset, tail.Bytes));
            Assert.Equal(_batch.Count, _device.Step(int.MaxValue));
            Assert.Equal(Register(RegisterOffsets.CommandBufferTail), Register(RegisterOffsets.CommandBufferHead));
            CheckStores();
            Commands += _batch.Count;
            _batch.Clear();
            _tailWrite = null;
        }

        private void CheckStores()
        {
            foreach (UInt128 command in _batch)
            {
                if (Command.FromRaw(command).TryAs(out CompletionWait wait))
                {
                    Assert.True(_memory.TryGetSpan(wait.StoreAddress, 8, out Span<byte> stored));
                    Assert.Equal(wait.StoreData, BinaryPrimitives.ReadUInt64LittleEndian(stored));
                }
            }
        }

        private ulong Register(ulong offset)
        {
            Span<byte> bytes = stackalloc byte[8];
            Assert.Equal(AccessResult.Done, _device.Read(offset, bytes));
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        }

        private static UInt128 Encode(string name, string[] arguments) => name switch
        {
            "COMPLETION_WAIT" => new UInt128(Hex(arguments[1]), Hex(arguments[0])),
            "INV_DEVTAB" => new UInt128(0, 0x2000_0000_0000_0000 + Hex(arguments[0])),
            "INV_PAGES" => new UInt128(Hex(arguments[2]), 0x3000_0000_0000_0000 + (Hex(arguments[1]) << 32)),
            "INV_INTR" => new UInt128(0, 0x5000_0000_0000_0000 + Hex(arguments[0])),
            "INV_ALL" => new UInt128(0, 0x8000_0000_0000_0000),
            _ => throw new InvalidDataException(name),
        };
    }
}
