namespace DeclIommu.Layouts.Tests;

/// <summary>A small command set.</summary>
[Layout(64)]
[CommandSet(typeof(Wait), typeof(Invalidate))]
public partial struct Order
{
    [Discriminator, Bits(63, 60)]
    public partial byte Opcode { readonly get; set; }
}

[Layout(64), Command(1)]
public partial struct Wait
{
    [Bit(0)]
    public partial bool Store { readonly get; set; }
}

[Layout(64), Command(3)]
public partial struct Invalidate
{
    [Constant(3), Bits(63, 60)]
    public readonly partial byte Opcode { get; }

    [Bits(15, 0)]
    public partial ushort Domain { readonly get; set; }
}

public sealed class CommandSetTests
{
    [Fact]
    public void A_command_is_dispatched_by_its_opcode()
    {
        var log = new Log();
        Span<byte> bytes = stackalloc byte[8];
        new Wait { Store = true }.Write(bytes);
        Order.Dispatch(bytes, ref log);
        new Invalidate { Domain = 7 }.Write(bytes);
        Order.Dispatch(bytes, ref log);
        bytes[7] = 0xF0;
        Order.Dispatch(bytes, ref log);
        Assert.Equal("wait True; invalidate 7; unknown 15; ", log.Text);
    }

    [Fact]
    public void A_reserved_bit_keeps_a_command_from_its_handler()
    {
        var log = new Log();
        Assert.False(Order.TryDispatch([2, 0, 0, 0, 0, 0, 0, 0x10], ref log, out LayoutFault fault));
        Assert.Equal((1, LayoutFaultReason.ReservedBitSet), (fault.Lsb, fault.Reason));
        Assert.False(Order.TryDispatch([2, 0, 0, 0, 0, 0, 0, 0x20], ref log, out fault));
        Assert.Equal(LayoutFaultReason.UnknownCommand, fault.Reason);
        Assert.Equal(string.Empty, log.Text);
    }

    [Fact]
    public void A_raw_command_is_one_of_its_members()
    {
        Order raw = Order.FromRaw(new Invalidate { Domain = 9 }.ToRaw());
        Assert.False(raw.TryAs(out Wait _));
        Assert.True(raw.TryAs(out Invalidate invalidate));
        Assert.Equal(9, invalidate.Domain);
    }

    private struct Log() : IOrderHandler
    {
        public string Text { get; private set; } = string.Empty;

        public void OnWait(in Wait command) => Text += $"wait {command.Store}; ";

        public void OnInvalidate(in Invalidate command) => Text += $"invalidate {command.Domain}; ";

        public void OnUnknown(in Order raw) => Text += $"unknown {raw.Opcode}; ";
    }
}
