using System.Collections.Generic;
using System.Linq;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the dispatch of one window of eight bytes to the registers in it.</summary>
internal static class BankWindowEmitter
{
    /// <summary>The attribute that makes the caller's known width and offset reach into the dispatch.</summary>
    public const string Inline = "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]";

    public static void EmitRead(SourceWriter writer, BankPlan plan)
    {
        writer.WriteLine();
        writer.WriteLine(Inline);
        writer.Open($"private bool {plan.ReadWindow}(int window, ulong lanes, out ulong data)");
        EmitSwitch(writer, plan, EmitReadCase, plan.Ranges.Count > 0 ? $"return {plan.ReadRepeated}(window, lanes, out data);" : "data = 0;\nreturn false;");
        writer.Close();
        if (plan.Ranges.Count == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.Open($"private bool {plan.ReadRepeated}(int window, ulong lanes, out ulong data)");
        writer.WriteLine("data = 0;");
        writer.WriteLine("bool met = false;");
        EmitRanges(writer, plan, EmitReadSlot);
        writer.WriteLine("return met;");
        writer.Close();
    }

    public static void EmitWrite(SourceWriter writer, BankPlan plan)
    {
        writer.WriteLine();
        writer.WriteLine(Inline);
        writer.Open($"private bool {plan.WriteWindow}(int window, ulong data, ulong lanes)");
        EmitSwitch(writer, plan, EmitWriteCase, plan.Ranges.Count > 0 ? $"return {plan.WriteRepeated}(window, data, lanes);" : "return false;");
        writer.Close();
        if (plan.Ranges.Count == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.Open($"private bool {plan.WriteRepeated}(int window, ulong data, ulong lanes)");
        writer.WriteLine("bool met = false;");
        EmitRanges(writer, plan, EmitWriteSlot);
        writer.WriteLine("return met;");
        writer.Close();
    }

    private static void EmitSwitch(SourceWriter writer, BankPlan plan, System.Action<SourceWriter, BankPlan, List<BankSlot>> emitCase, string otherwise)
    {
        if (plan.Windows.Count == 0)
        {
            writer.WriteLine(otherwise);
            return;
        }

        writer.Open("switch (window)");
        foreach (KeyValuePair<int, List<BankSlot>> window in plan.Windows)
        {
            writer.Open($"case 0x{window.Key * 8:X4} / 8:");
            emitCase(writer, plan, window.Value);
            writer.Close();
        }

        writer.Open("default:");
        writer.WriteLine(otherwise);
        writer.Close();
        writer.Close();
    }

    private static void EmitReadCase(SourceWriter writer, BankPlan plan, List<BankSlot> slots)
    {
        if (slots[0] is { FillsWindow: true, Register.Capability: null } only)
        {
            writer.WriteLine($"data = {ReadOf(only)};");
            writer.WriteLine("return true;");
            return;
        }

        if (slots.All(static slot => slot.Register is { HasReadMethod: false, Capability: null }))
        {
            EmitReadTogether(writer, slots);
            return;
        }

        writer.WriteLine("data = 0;");
        writer.WriteLine("bool met = false;");
        foreach (BankSlot slot in slots)
        {
            writer.Open($"if ({Touched(plan, slot)})");
            EmitReadSlot(writer, plan, slot);
            writer.Close();
            writer.WriteLine();
        }

        writer.WriteLine("return met;");
    }

    // A read that does nothing but show may show the neighbours too: what is not asked for is cut off later.
    private static void EmitReadTogether(SourceWriter writer, List<BankSlot> slots)
    {
        string[] terms = [.. slots.Select(Term).OfType<string>()];
        writer.WriteLine($"data = {(terms.Length == 0 ? "0" : string.Join(" | ", terms.Length == 1 ? terms : terms.Select(Parenthesized)))};");
        ulong mapped = slots.Aggregate(0UL, static (lanes, slot) => lanes | slot.Lanes);
        writer.WriteLine(mapped == ulong.MaxValue ? "return true;" : $"return (lanes & {Literal.Hex(mapped, 64)}) != 0;");
    }

    // What a register adds to its window; null if it only ever shows zero.
    private static string? Term(BankSlot slot)
    {
        string value = ReadOf(slot);
        bool isTerm = slot.Register.HasReadMethod || !value.Contains(" ");
        return value == slot.Register.Hex(0) ? null : slot.Shift == 0 ? value : $"(ulong){(isTerm ? value : $"({value})")} << {slot.Shift}";
    }

    private static string Parenthesized(string expression) => expression.Contains(" ") ? $"({expression})" : expression;

    private static void EmitReadSlot(SourceWriter writer, BankPlan plan, BankSlot slot)
    {
        writer.WriteLine("met = true;");
        if (Term(slot) is { } term)
        {
            writer.WriteLine($"data |= {term};");
        }
    }

    private static void EmitWriteCase(SourceWriter writer, BankPlan plan, List<BankSlot> slots)
    {
        if (slots[0] is { FillsWindow: true, Register.Capability: null } only)
        {
            EmitWriteCall(writer, only);
            writer.WriteLine("return true;");
            return;
        }

        writer.WriteLine("bool met = false;");
        foreach (BankSlot slot in slots)
        {
            writer.Open($"if ({Touched(plan, slot)})");
            EmitWriteSlot(writer, plan, slot);
            writer.Close();
            writer.WriteLine();
        }

        writer.WriteLine("return met;");
    }

    private static void EmitWriteSlot(SourceWriter writer, BankPlan plan, BankSlot slot)
    {
        writer.WriteLine("met = true;");
        EmitWriteCall(writer, slot);
    }

    private static void EmitWriteCall(SourceWriter writer, BankSlot slot)
    {
        if (slot.Register.HasWriteMethod)
        {
            writer.WriteLine($"{slot.Register.WriteMethod}({slot.Register.Index(slot.Index)}{Part("data", slot)}, {Part("lanes", slot)});");
        }
    }

    private static void EmitRanges(SourceWriter writer, BankPlan plan, System.Action<SourceWriter, BankPlan, BankSlot> emitSlot)
    {
        writer.WriteLine("int distance;");
        foreach (BankRegister register in plan.Ranges)
        {
            int stride = register.Model.Repeat!.Stride;
            foreach (BankSlot slot in BankPlan.SlotsOf(register))
            {
                int delta = slot.ByteInWindow - register.Model.Offset;
                writer.WriteLine($"distance = {(delta == 0 ? "window * 8" : delta > 0 ? $"(window * 8) + {delta}" : $"(window * 8) - 0x{-delta:X4}")};");
                string multiple = stride > 1 ? $" && distance % {stride} == 0" : string.Empty;
                writer.Open($"if (distance is >= 0 and <= {(register.Count - 1) * stride}{multiple} && {Touched(plan, slot)})");
                writer.WriteLine($"int index = distance{(stride > 1 ? $" / {stride}" : string.Empty)};");
                emitSlot(writer, plan, slot);
                writer.Close();
                writer.WriteLine();
            }
        }
    }

    private static string Touched(BankPlan plan, BankSlot slot)
    {
        string touched = slot.FillsWindow ? string.Empty : $"(lanes & {Literal.Hex(slot.Lanes, 64)}) != 0";
        if (slot.Register.Capability is not { } capability)
        {
            return touched.Length == 0 ? "lanes != 0" : touched;
        }

        return plan.Capabilities[capability] + (touched.Length == 0 ? string.Empty : " && " + touched);
    }

    private static string ReadOf(BankSlot slot) => slot.Register.HasReadMethod
        ? $"{slot.Register.ReadMethod}({slot.Register.Index(slot.Index)}{Part("lanes", slot)})"
        : BankReadEmitter.Visible(slot.Register, slot.Index);

    // The bits of a window that belong to a register: masked, not cut off, so that a checked context changes nothing.
    private static string Part(string word, BankSlot slot)
    {
        if (slot.FillsWindow)
        {
            return word;
        }

        string shifted = slot.Shift == 0 ? word : $"{word} >> {slot.Shift}";
        bool reachesTheTop = slot.Shift + slot.Register.Model.Bits == 64;
        return reachesTheTop ? $"(uint)({shifted})"
            : slot.Shift == 0 ? $"(uint)({word} & {Literal.Hex(slot.Register.All, 64)})"
            : $"(uint)(({shifted}) & {Literal.Hex(slot.Register.All, 64)})";
    }
}
