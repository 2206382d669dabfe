using System.Numerics;

namespace DeclIommu.Layouts.Testing;

/// <summary>Makes sequences of steps: every lane of every register by every width, and random ones.</summary>
internal sealed class BankScript(BankReference bank, Random random, Func<string, bool> hasCapability)
{
    private const int Near = 16;

    private static readonly int[] Widths = [1, 2, 4, 8];

    /// <summary>Every kind of reset, from random states.</summary>
    public IEnumerable<IReadOnlyList<BankStep>> EveryReset()
    {
        foreach (string? kind in (string?[])[null, .. bank.Kinds])
        {
            var steps = new List<BankStep>();
            StoreAll(steps, 0, bank.Declaration.SizeInBytes);
            steps.Add(new BankStep.Reset(kind));
            yield return steps;
        }
    }

    /// <summary>A write, then a read, at every offset and of every width that touches a register or lies beside it, from random states, with zeros, ones and random data.</summary>
    public IEnumerable<IReadOnlyList<BankStep>> EveryLane()
    {
        foreach (int index in Enumerable.Range(0, bank.Registers.Count).Where(IsOfInterest))
        {
            ReferenceRegister register = bank.Registers[index];
            foreach (int width in Widths)
            {
                for (int offset = register.Offset - width; offset <= register.Offset + register.Size; offset++)
                {
                    foreach (int ones in (int[])[0, 50, 100])
                    {
                        if (offset >= 0)
                        {
                            yield return AroundOne((ulong)offset, width, ones);
                        }
                    }
                }
            }
        }
    }

    public IReadOnlyList<BankStep> Random(int length)
    {
        var steps = new List<BankStep>();
        while (steps.Count < length)
        {
            Add(steps, random.Next(10) switch
            {
                0 => AnyStore(),
                1 when random.Next(8) == 0 => new BankStep.Reset(bank.Kinds.Count > 0 && random.Next(2) == 0 ? bank.Kinds[random.Next(bank.Kinds.Count)] : null),
                < 5 => new BankStep.Read(AnyOffset(out int width), width),
                _ => new BankStep.Write(AnyOffset(out int width), Data(width, random.Next(4) * 33)),
            });
        }

        return steps;
    }

    private List<BankStep> AroundOne(ulong offset, int width, int ones)
    {
        var steps = new List<BankStep>();
        StoreAll(steps, (int)offset - Near, (int)offset + width + Near);
        Add(steps, new BankStep.Write(offset, Data(width, ones)));
        Add(steps, new BankStep.Read(offset, width));
        Add(steps, new BankStep.Write(offset, Data(width, 50)));
        return steps;
    }

    private void StoreAll(List<BankStep> steps, int start, int end)
    {
        for (int index = 0; index < bank.Registers.Count; index++)
        {
            ReferenceRegister register = bank.Registers[index];
            if (register.Offset < end && start < register.Offset + register.Size)
            {
                Add(steps, Store(index));
            }
        }
    }

    // Of a register repeated many times the ends will do.
    private bool IsOfInterest(int index) =>
        bank.Registers[index].Index < 2 || index == bank.Registers.Count - 1 || bank.Registers[index + 1].Index == 0;

    // An access that would run a hook is left out: what a hook does is the author's.
    private void Add(List<BankStep> steps, BankStep? step)
    {
        bool isHooked = step switch
        {
            BankStep.Read read => bank.Meets(read.Offset, read.Width, hasCapability).Any(static register => register.IsReadHooked),
            BankStep.Write write => bank.Meets(write.Offset, write.Data.Length, hasCapability).Any(static register => register.IsWriteHooked),
            _ => step is null,
        };
        if (!isHooked)
        {
            steps.Add(step!);
        }
    }

    private BankStep? AnyStore() => bank.Registers.Count == 0 ? null : Store(random.Next(bank.Registers.Count));

    private BankStep? Store(int index)
    {
        ReferenceRegister register = bank.Registers[index];
        if (!register.Accessor.CanWrite)
        {
            return null;
        }

        var image = BitImage.FromNumber(EdgeValues.Random(random, register.Bits.Count), register.Bits.Count);
        for (int bit = 0; bit < image.Size; bit++)
        {
            image[bit] = register.Bits[bit].Constant ?? image[bit];
        }

        return new BankStep.Store(index, register.Name, image);
    }

    private ulong AnyOffset(out int width)
    {
        width = random.Next(24) == 0 ? random.Next(18) : Widths[random.Next(4)];
        int choice = bank.Registers.Count == 0 ? 0 : random.Next(40);
        if (choice < 2)
        {
            return choice == 0 ? (ulong)random.Next(bank.Declaration.SizeInBytes + 9) : ulong.MaxValue - (ulong)random.Next(9);
        }

        ReferenceRegister register = bank.Registers[random.Next(bank.Registers.Count)];
        int offset = register.Offset + (choice < 24 ? 0 : random.Next(-width, register.Size));
        return (ulong)Math.Max(0, choice < 10 || width == 0 ? offset : offset / width * width);
    }

    private byte[] Data(int width, int ones)
    {
        byte[] data = new byte[width];
        for (int i = 0; i < width; i++)
        {
            var bits = new BitImage(8);
            for (int bit = 0; bit < 8; bit++)
            {
                bits[bit] = random.Next(100) < ones;
            }

            data[i] = (byte)bits.ToNumber();
        }

        return data;
    }
}
