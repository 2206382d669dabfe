namespace DeclIommu.Layouts.Tests;

public readonly record struct Engine(bool CanJump);

[Layout(32, Capabilities = typeof(Engine))]
[CommandSet(typeof(Step), typeof(Jump))]
public partial struct Move
{
    [Discriminator, Bits(31, 28)]
    public partial byte Opcode { readonly get; set; }
}

[Layout(32, Capabilities = typeof(Engine)), Command(1)]
public partial struct Step
{
    [Bits(7, 0)]
    public partial byte Distance { readonly get; set; }

    [Bit(8), AvailableWhen(nameof(Engine.CanJump))]
    public partial bool ThenJump { readonly get; set; }
}

[Layout(32, Capabilities = typeof(Engine)), Command(2), AvailableWhen(nameof(Engine.CanJump))]
public partial struct Jump
{
    [Bits(7, 0)]
    public partial byte Height { readonly get; set; }
}

public sealed class GatedCommandTests
{
    private static readonly Engine Able = new(true);
    private static readonly Engine Unable = new(false);

    [Fact]
    public void A_command_that_the_device_cannot_do_is_unknown_to_it()
    {
        byte[] jump = new byte[4];
        new Jump { Height = 3 }.Write(jump);
        Assert.Equal("jump 3; ", Seen(jump, Able));
        Assert.Equal("unknown 2; ", Seen(jump, Unable));
    }

    [Fact]
    public void A_checked_dispatch_names_the_opcode_that_is_not_available()
    {
        byte[] jump = new byte[4];
        new Jump { Height = 3 }.Write(jump);
        var log = new Log();
        Assert.False(Move.TryDispatch(jump, Unable, ref log, out LayoutFault fault));
        Assert.Equal(("Opcode", 31, 28, LayoutFaultReason.UnknownCommand), (fault.Field, fault.Msb, fault.Lsb, fault.Reason));
        Assert.True(Move.TryDispatch(jump, Able, ref log, out _));
    }

    [Fact]
    public void A_checked_dispatch_finds_a_gated_field_that_is_set()
    {
        byte[] step = new byte[4];
        new Step { ThenJump = true }.Write(step);
        var log = new Log();
        Assert.False(Move.TryDispatch(step, Unable, ref log, out LayoutFault fault));
        Assert.Equal(("ThenJump", LayoutFaultReason.NotAvailable), (fault.Field, fault.Reason));
        Assert.True(Move.TryDispatch(step, Able, ref log, out _));
    }

    [Fact]
    public void A_gated_command_is_not_valid_where_the_capability_is_off()
    {
        Assert.True(new Jump().TryValidate(Able, out _));
        Assert.False(new Jump().TryValidate(Unable, out LayoutFault fault));
        Assert.Equal(("Opcode", LayoutFaultReason.NotAvailable), (fault.Field, fault.Reason));
    }

    private static string Seen(byte[] bytes, Engine engine)
    {
        var log = new Log();
        Move.Dispatch(bytes, engine, ref log);
        return log.Text;
    }

    private struct Log() : IMoveHandler
    {
        public string Text { get; private set; } = string.Empty;

        public void OnStep(in Step command) => Text += $"step {command.Distance}; ";

        public void OnJump(in Jump command) => Text += $"jump {command.Height}; ";

        public void OnUnknown(in Move raw) => Text += $"unknown {raw.Opcode}; ";
    }
}
