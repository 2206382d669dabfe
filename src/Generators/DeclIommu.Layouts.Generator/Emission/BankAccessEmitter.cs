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
        EmitChecks(writer, plan, "destination");
        writer.WriteLine("bool met = false;");
        writer.WriteLine($"ulong data = {plan.ReadWindow}(window, lanes << shift, ref met) >> shift;");
        if (CanCross(plan))
        {
            writer.Open("if (shift + (width * 8) > 64)");
            writer.WriteLine($"data |= {plan.ReadWindow}(window + 1, lanes >> (64 - shift), ref met) << (64 - shift);");
            writer.Close();
        }

        writer.WriteLine();
        writer.Open("if (!met)");
        writer.WriteLine(plan.Model.Miss switch { 0 => $"return {Result}.Unmapped;", 1 => "data = 0;", _ => "data = ulong.MaxValue;" });
        writer.Close();
        writer.WriteLine();
        EmitByWidth(writer, plan, static width => width switch
        {
            1 => "destination[0] = unchecked((byte)data);",
            2 => $"{Primitives}.WriteUInt16LittleEndian(destination, unchecked((ushort)data));",
            4 => $"{Primitives}.WriteUInt32LittleEndian(destination, unchecked((uint)data));",
            _ => $"{Primitives}.WriteUInt64LittleEndian(destination, data);",
        });
        writer.WriteLine();
        writer.WriteLine($"return {Result}.Done;");
        writer.Close();
    }

    public static void EmitWrite(SourceWriter writer, BankPlan plan)
    {
        writer.WriteLine();
        writer.WriteLine("/// <summary>Writes the bytes of <paramref name=\"source\"/>.</summary>");
        writer.WriteLine("/// <param name=\"offset\">The byte offset in the bank.</param>");
        writer.WriteLine($"/// <param name=\"source\">{WidthText(plan)}</param>");
        writer.WriteLine("/// <returns>What became of the access; one that is not done has changed nothing.</returns>");
        writer.Open($"public {Result} Write(ulong offset, global::System.ReadOnlySpan<byte> source)");
        EmitChecks(writer, plan, "source");
        writer.WriteLine("ulong data;");
        EmitByWidth(writer, plan, static width => width switch
        {
            1 => "data = source[0];",
            2 => $"data = {Primitives}.ReadUInt16LittleEndian(source);",
            4 => $"data = {Primitives}.ReadUInt32LittleEndian(source);",
            _ => $"data = {Primitives}.ReadUInt64LittleEndian(source);",
        });
        writer.WriteLine();
        writer.WriteLine($"bool met = {plan.WriteWindow}(window, data << shift, lanes << shift);");
        if (CanCross(plan))
        {
            writer.Open("if (shift + (width * 8) > 64)");
            writer.WriteLine($"met |= {plan.WriteWindow}(window + 1, data >> (64 - shift), lanes >> (64 - shift));");
            writer.Close();
        }

        writer.WriteLine();
        writer.WriteLine(plan.Model.Miss == 0 ? $"return met ? {Result}.Done : {Result}.Unmapped;" : $"return {Result}.Done;");
        writer.Close();
    }

    private static void EmitChecks(SourceWriter writer, BankPlan plan, string span)
    {
        writer.WriteLine($"int width = {span}.Length;");
        writer.Open($"if (width is not ({string.Join(" or ", Widths(plan).Select(Text))}))");
        writer.WriteLine($"return {Result}.BadWidth;");
        writer.Close();
        writer.WriteLine();
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
        writer.WriteLine("int window = (int)(offset >> 3);");
        writer.WriteLine("int shift = (int)(offset & 7) * 8;");
        writer.WriteLine("ulong lanes = ulong.MaxValue >> (64 - (width * 8));");
    }

    private static void EmitByWidth(SourceWriter writer, BankPlan plan, System.Func<int, string> statement)
    {
        int[] widths = Widths(plan);
        if (widths.Length == 1)
        {
            writer.WriteLine(statement(widths[0]));
            return;
        }

        writer.Open("switch (width)");
        foreach (int width in widths)
        {
            writer.WriteLine(width == widths[widths.Length - 1] ? "default:" : $"case {Text(width)}:");
            writer.WriteLine("    " + statement(width));
            writer.WriteLine("    break;");
        }

        writer.Close();
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
