using System.Buffers.Binary;
using DeclIommu.Layouts;
using Timer;

// What a firmware does, access by access; the device is declared in TimerDevice.cs.
var timer = new TimerDevice();
timer.Reset();

Write32(0x00, new TimerControl { Enabled = true, Mode = TimerMode.Periodic, Prescaler = 32 }.ToRaw());
timer.Tick(1234);
Show("after 1234 ticks");

TimerStatus before = timer.Status;
Write32(0x04, 1);
Show("after acknowledging");
Console.WriteLine($"  changed: {timer.Status.Difference(before)}");

// Into a span, text costs no memory.
Span<char> text = stackalloc char[128];
Console.WriteLine($"  the control register in {(timer.Control.TryFormat(text, out int length, default, null) ? length : 0)} characters");

Console.WriteLine($"beyond the end: {timer.Write(0x1E, new byte[4])}; a gap: {timer.Write(0x18, new byte[4])}");
Console.WriteLine("the fields of the control register:");
foreach (LayoutField field in TimerControl.Fields)
{
    Console.WriteLine($"  {field}");
}

void Write32(ulong offset, uint value)
{
    Span<byte> bytes = stackalloc byte[4];
    BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
    if (timer.Write(offset, bytes) != AccessResult.Done)
    {
        throw new InvalidOperationException($"The write to 0x{offset:X} was refused.");
    }
}

void Show(string when)
{
    Console.WriteLine($"{when}: count {timer.Count}");
    Console.WriteLine($"  {timer.Control}");
    Console.WriteLine($"  {timer.Status}");
}
