using System.Buffers.Binary;
using CsCheck;
using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Device;

/// <summary>Whatever a guest writes: no exception, an end in bounded time, and the fault that the specification names.</summary>
public sealed class GuestNonsenseProperties
{
    private static readonly DeviceId Disk = new(0x0020);

    // Words near what is meant: few bits set, few bits clear, or anything.
    private static readonly Gen<ulong> GenWord = Gen.OneOf(
        Gen.ULong,
        Gen.Int[0, 63].Array[0, 4].Select(bits => bits.Aggregate(0ul, (word, bit) => word | (1ul << bit))),
        Gen.Int[0, 63].Array[0, 4].Select(bits => ~bits.Aggregate(0ul, (word, bit) => word | (1ul << bit))),
        Gen.ULong[0, Machine.MemorySize]);

    private static readonly Gen<ulong> GenOffset = Gen.OneOf(
        Gen.OneOf(Gen.Const(0x0ul), Gen.Const(0x8ul), Gen.Const(0x10ul), Gen.Const(0x18ul), Gen.Const(0x2000ul), Gen.Const(0x2008ul), Gen.Const(0x2010ul), Gen.Const(0x2018ul), Gen.Const(0x2020ul)),
        Gen.ULong[0, 0x1FF].Select(register => register * 8),
        Gen.ULong[0, 0x4100],
        Gen.ULong);

    private static readonly Permissions[] Accesses = [Permissions.None, Permissions.Read, Permissions.Write, Permissions.ReadWrite];

    [Fact]
    public void Any_command_is_executed_or_stops_the_ring_with_its_event()
    {
        using var machine = new Machine(Machine.Stepped);
        machine.Attach(Disk, 1, machine.NewTable());
        Gen.Select(GenWord, GenWord, Gen.Int[0, 15]).Sample(
            (high, low, opcode) =>
            {
                var command = new UInt128(high, (low & 0x0FFF_FFFF_FFFF_FFFF) | ((ulong)opcode << 60));
                machine.Submit(command);
                ulong head = machine.ReadRegister(RegisterOffsets.CommandBufferHead);
                Assert.Equal(1, machine.Device.Step(10));

                if (machine.Status.CommandBufferRunning)
                {
                    Assert.Equal((head + 16) % Machine.RingLength, machine.ReadRegister(RegisterOffsets.CommandBufferHead));
                    Assert.Empty(machine.Events());
                }
                else
                {
                    Assert.Equal(head, machine.ReadRegister(RegisterOffsets.CommandBufferHead));
                    Assert.Contains((int)(Assert.Single(machine.Events()) >> 60) & 0xF, (int[])[5, 6]);
                    machine.SkipFaultyCommand();
                }
            },
            iter: 5000,
            threads: 1);
    }

    [Fact]
    public void Any_device_table_entry_gives_an_outcome_and_the_event_that_belongs_to_it()
    {
        using var machine = new Machine(Machine.Stepped);
        Gen.Select(GenWord, GenWord, GenWord, GenWord, GenWord, Gen.Int[0, 3]).Sample(
            (w0, w1, w2, w3, iova, access) =>
            {
                ulong entry = Machine.DeviceTable + (Disk.Value * 32ul);
                machine.WriteWord(entry, w0);
                machine.WriteWord(entry + 8, w1);
                machine.WriteWord(entry + 16, w2);
                machine.WriteWord(entry + 24, w3);
                CheckOutcome(machine, iova, Accesses[access], suppresses: (w1 & 0x6_0000_0000) != 0);
                machine.Execute(new InvalidateIommuAll().ToRaw());
            },
            iter: 5000,
            threads: 1);
    }

    [Fact]
    public void Any_page_table_gives_an_outcome_and_the_event_that_belongs_to_it()
    {
        using var machine = new Machine(Machine.Stepped);
        ulong table = machine.NewTable();
        Gen.Select(Gen.Select(GenWord, Gen.Bool, Gen.Int[0, 7]).Array[1, 8], Gen.Int[1, 6], GenWord, Gen.Int[0, 3]).Sample(
            (words, mode, iova, access) =>
            {
                // Tables that lead into themselves, so that walks meet several entries.
                for (int index = 0; index < 512; index++)
                {
                    (ulong word, bool leadsBack, int next) = words[index % words.Length];
                    ulong value = leadsBack ? table | ((ulong)next << 9) | 0x6000_0000_0000_0001 : word;
                    machine.WriteWord(table + ((ulong)index * 8), value);
                }

                machine.Attach(Disk, 1, table, (PagingMode)mode);
                CheckOutcome(machine, iova, Accesses[access], suppresses: false);
                machine.Execute(new InvalidateIommuAll().ToRaw());
            },
            iter: 2000,
            threads: 1);
    }

    [Fact]
    public void Any_accesses_to_registers_leave_a_device_that_answers()
    {
        Gen.Select(GenOffset, GenWord, Gen.Int[0, 17], Gen.Bool).Array[1, 60].Sample(
            accesses =>
            {
                using var machine = new Machine(Machine.Stepped);
                machine.Attach(Disk, 1, machine.NewTable());
                Span<byte> bytes = stackalloc byte[17];
                Span<byte> before = stackalloc byte[17];
                foreach ((ulong offset, ulong value, int width, bool isWrite) in accesses)
                {
                    bytes.Clear();
                    BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
                    AccessResult result = isWrite ? machine.Device.Write(offset, bytes[..width]) : machine.Device.Read(offset, bytes[..width]);
                    if (result == AccessResult.Done)
                    {
                        Assert.Contains(width, (int[])[4, 8]);
                    }

                    Assert.InRange(machine.Device.Step(1000), 0, 1000);
                    machine.Device.Translate(Disk, value, Permissions.Read);
                    machine.Device.TryWrite(Disk, value, before);
                }

                Assert.True(machine.ReadRegister(RegisterOffsets.CommandBufferTail) % 16 == 0);
            },
            iter: 500,
            threads: 1);
    }

    private static void CheckOutcome(Machine machine, ulong iova, Permissions access, bool suppresses)
    {
        DmaResult result = machine.Device.Translate(Disk, iova, access);
        int expectedCode = result.Outcome switch
        {
            DmaOutcome.Translated or DmaOutcome.PassedThrough => 0,
            DmaOutcome.IllegalDeviceTableEntry => 1,
            DmaOutcome.DeviceTableUnreadable => 3,
            DmaOutcome.PageTableUnreadable => 4,
            _ => suppresses ? -1 : 2,
        };
        Assert.Equal(result.Succeeded, (result.Permissions & access) == access && result.PageSize >= 4096);
        IReadOnlyList<UInt128> events = machine.TakeEvents();
        if (expectedCode > 0)
        {
            Assert.Equal(expectedCode, (int)(Assert.Single(events) >> 60) & 0xF);
        }
        else
        {
            Assert.True(expectedCode < 0 || events.Count == 0);
        }
    }
}
