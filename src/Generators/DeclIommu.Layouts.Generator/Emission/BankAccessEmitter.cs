using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the two entries of a bank. An access is split into at most two windows of eight bytes, each with a mask of its lanes.</summary>
internal static class BankAccessEmitter
{
    private const string Result = "global::DeclIommu.Layouts.AccessResult";
    private const string Primitives = "global::System.Buffers.Binary.BinaryPrimitives";

    public static void EmitRead(SourceWriter writer, BankPlan plan)
    {
        writer.WriteLine();
        writer.WriteLine("/// <summary>Reads as many bytes as <paramref name=\"destination\"/> holds.</summary>");
        writer.WriteLine("/// <param name=\"offset\">The byte offset in the bank.</param>");
        writer.WriteLine($"/// <param name=\"destination\">{WidthText(plan)} Left alone unless the access is done.</param>");
        writer.WriteLine("/// <returns>What became of the access; one that is not done has changed nothing.</returns>");
        writer.Open($"public {Result} Read(ulong offset, global::System.Span<byte> destination)");
        writer.WriteLine("int width = destination.Length;");
        writer.Open($"if (width is not ({string.Join(" or ", Widths(plan).Select(Text))}))");
        writer.WriteLine($"return {Result}.BadWidth;");
        writer.Close();
        writer.WriteLine();
        EmitPlaceChecks(writer, plan, plan.ReadAcross, "destination");
        EmitLocals(writer, isShiftKnown: CanCross(plan));
        writer.Open($"if (!{plan.ReadWindow}((int)(offset >> 3), lanes << shift, out ulong data))");
        EmitMiss(writer, plan);
        writer.Close();
        writer.WriteLine();
        writer.WriteLine($"{plan.Deliver}(data >> shift, destination);");
        writer.WriteLine($"return {Result}.Done;");
        writer.Close();
        if (CanCross(plan))
        {
            writer.WriteLine();
            writer.Open($"private {Result} {plan.ReadAcross}(ulong offset, global::System.Span<byte> destination)");
            writer.WriteLine("int width = destination.Length;");
            writer.WriteLine("int window = (int)(offset >> 3);");
            EmitLocals(writer, isShiftKnown: false);
            writer.WriteLine($"bool met = {plan.ReadWindow}(window, lanes << shift, out ulong low);");
            writer.WriteLine($"met |= {plan.ReadWindow}(window + 1, lanes >> (64 - shift), out ulong high);");
            writer.WriteLine("ulong data = (low >> shift) | (high << (64 - shift));");
            writer.Open("if (!met)");
            EmitMiss(writer, plan);
            writer.Close();
            writer.WriteLine();
            writer.WriteLine($"{plan.Deliver}(data, destination);");
            writer.WriteLine($"return {Result}.Done;");
            writer.Close();
        }

        EmitDeliver(writer, plan);
    }

    public static void EmitWrite(SourceWriter writer, BankPlan plan)
    {
        writer.WriteLine();
        writer.WriteLine("/// <summary>Writes the bytes of <paramref name=\"source\"/>.</summary>");
        writer.WriteLine("/// <param name=\"offset\">The byte offset in the bank.</param>");
        writer.WriteLine($"/// <param name=\"source\">{WidthText(plan)}</param>");
        writer.WriteLine("/// <returns>What became of the access; one that is not done has changed nothing.</returns>");
        writer.Open($"public {Result} Write(ulong offset, global::System.ReadOnlySpan<byte> source)");
        writer.Open($"if (!{plan.Fetch}(source, out ulong data, out ulong lanes))");
        writer.WriteLine($"return {Result}.BadWidth;");
        writer.Close();
        writer.WriteLine();
        writer.WriteLine("int width = source.Length;");
        EmitPlaceChecks(writer, plan, plan.WriteAcross, "data, lanes");
        if (!CanCross(plan))
        {
            writer.WriteLine("int shift = (int)(offset & 7) * 8;");
        }

        EmitWritten(writer, plan, $"{plan.WriteWindow}((int)(offset >> 3), data << shift, lanes << shift)");
        writer.Close();
        if (CanCross(plan))
        {
            writer.WriteLine();
            writer.Open($"private {Result} {plan.WriteAcross}(ulong offset, ulong data, ulong lanes)");
            writer.WriteLine("int window = (int)(offset >> 3);");
            writer.WriteLine("int shift = (int)(offset & 7) * 8;");
            writer.WriteLine($"bool met = {plan.WriteWindow}(window, data << shift, lanes << shift);");
            writer.WriteLine($"met |= {plan.WriteWindow}(window + 1, data >> (64 - shift), lanes >> (64 - shift));");
            EmitWritten(writer, plan, "met");
            writer.Close();
        }

        EmitFetch(writer, plan);
    }

    private static void EmitWritten(SourceWriter writer, BankPlan plan, string met)
    {
        if (plan.Model.Miss == 0)
        {
            writer.WriteLine($"return {met} ? {Result}.Done : {Result}.Unmapped;");
            return;
        }

        if (met.Contains("("))
        {
            writer.WriteLine(met + ";");
        }

        writer.WriteLine($"return {Result}.Done;");
    }

    // Where nothing is mapped: the access is refused, or zeros or ones are read.
    private static void EmitMiss(SourceWriter writer, BankPlan plan) =>
        writer.WriteLine(plan.Model.Miss switch { 0 => $"return {Result}.Unmapped;", 1 => "data = 0;", _ => "data = ulong.MaxValue;" });

    private static void EmitDeliver(SourceWriter writer, BankPlan plan)
    {
        writer.WriteLine();
        writer.WriteLine(BankWindowEmitter.Inline);
        writer.Open($"private static void {plan.Deliver}(ulong data, global::System.Span<byte> destination)");
        EmitByWidth(writer, plan, "destination", static width => width switch
        {
            1 => ["destination[0] = unchecked((byte)data);"],
            2 => [$"{Primitives}.WriteUInt16LittleEndian(destination, unchecked((ushort)data));"],
            4 => [$"{Primitives}.WriteUInt32LittleEndian(destination, unchecked((uint)data));"],
            _ => [$"{Primitives}.WriteUInt64LittleEndian(destination, data);"],
        }, isOneOf: true);
        writer.Close();
    }

    private static void EmitFetch(SourceWriter writer, BankPlan plan)
    {
        writer.WriteLine();
        writer.WriteLine(BankWindowEmitter.Inline);
        writer.Open($"private static bool {plan.Fetch}(global::System.ReadOnlySpan<byte> source, out ulong data, out ulong lanes)");
        EmitByWidth(writer, plan, "source", static width =>
        [
            width switch
            {
                1 => "data = source[0];",
                2 => $"data = {Primitives}.ReadUInt16LittleEndian(source);",
                4 => $"data = {Primitives}.ReadUInt32LittleEndian(source);",
                _ => $"data = {Primitives}.ReadUInt64LittleEndian(source);",
            },
            $"lanes = {(width == 8 ? "ulong.MaxValue" : Literal.Hex(Literal.Ones(width * 8), 64))};",
            "return true;",
        ], isOneOf: false);
        writer.WriteLine();
        writer.WriteLine("data = 0;");
        writer.WriteLine("lanes = 0;");
        writer.WriteLine("return false;");
        writer.Close();
    }

    // The windows that an access crosses are rare enough to be looked at elsewhere.
    private static void EmitPlaceChecks(SourceWriter writer, BankPlan plan, string across, string arguments)
    {
        if (plan.Model.NaturalAlignment)
        {
            writer.Open("if ((offset & (ulong)(width - 1)) != 0)");
            writer.WriteLine($"return {Result}.Misaligned;");
            writer.Close();
            writer.WriteLine();
        }

        writer.Open(plan.Model.SizeInBytes < 8 ? "if (offset > SizeInBytes || (ulong)width > SizeInBytes - offset)" : "if (offset > SizeInBytes - (ulong)width)");
        writer.WriteLine($"return {Result}.Unmapped;");
        writer.Close();
        writer.WriteLine();
        if (CanCross(plan))
        {
            writer.WriteLine("int shift = (int)(offset & 7) * 8;");
            writer.Open("if (shift + (width * 8) > 64)");
            writer.WriteLine($"return {across}(offset, {arguments});");
            writer.Close();
            writer.WriteLine();
        }
    }

    private static void EmitLocals(SourceWriter writer, bool isShiftKnown)
    {
        if (!isShiftKnown)
        {
            writer.WriteLine("int shift = (int)(offset & 7) * 8;");
        }

        writer.WriteLine("ulong lanes = ulong.MaxValue >> (64 - (width * 8));");
    }

    // The widest first: that is what drivers use.
    private static void EmitByWidth(SourceWriter writer, BankPlan plan, string span, System.Func<int, string[]> statements, bool isOneOf)
    {
        // If the width is known to be one of them, the last need not be asked for.
        int[] widths = [.. Widths(plan).Reverse()];
        foreach (int width in widths)
        {
            bool isAsked = !isOneOf || width != widths[widths.Length - 1];
            if (isAsked || widths.Length > 1)
            {
                writer.Open(!isAsked ? "else" : $"{(width == widths[0] ? string.Empty : "else ")}if ({span}.Length == {Text(width)})");
            }

            foreach (string statement in statements(width))
            {
                writer.WriteLine(statement);
            }

            if (isAsked || widths.Length > 1)
            {
                writer.Close();
            }
        }
    }

    private static bool CanCross(BankPlan plan) => !plan.Model.NaturalAlignment && plan.Model.SizeInBytes > 8 && Widths(plan).Any(static width => width > 1);

    private static int[] Widths(BankPlan plan) => [.. ((int[])[1, 2, 4, 8]).Where(width => (plan.Model.Widths & width) != 0)];

    private static string WidthText(BankPlan plan)
    {
        int[] widths = Widths(plan);
        string text = string.Join(", ", widths.Take(widths.Length - 1).Select(Text));
        return (text.Length > 0 ? text + " or " : string.Empty) + Text(widths[widths.Length - 1]) + (widths.Length == 1 && widths[0] == 1 ? " byte." : " bytes.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
