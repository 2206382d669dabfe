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
        if (CanCross(plan))
        {
            writer.Open("if (shift + (width * 8) > 64)");
            writer.WriteLine($"return {plan.ReadAcross}(window, shift, lanes, destination);");
            writer.Close();
            writer.WriteLine();
        }

        writer.WriteLine("bool met = false;");
        writer.WriteLine($"ulong data = {plan.ReadWindow}(window, lanes << shift, ref met) >> shift;");
        writer.WriteLine($"return {plan.Deliver}(data, met, destination);");
        writer.Close();
        if (CanCross(plan))
        {
            writer.WriteLine();
            writer.Open($"private {Result} {plan.ReadAcross}(int window, int shift, ulong lanes, global::System.Span<byte> destination)");
            writer.WriteLine("bool met = false;");
            writer.WriteLine("ulong data = 0;");
            writer.Open("for (int half = 0; half < 2; half++)");
            writer.WriteLine($"ulong bytes = {plan.ReadWindow}(window + half, half == 0 ? lanes << shift : lanes >> (64 - shift), ref met);");
            writer.WriteLine("data |= half == 0 ? bytes >> shift : bytes << (64 - shift);");
            writer.Close();
            writer.WriteLine();
            writer.WriteLine($"return {plan.Deliver}(data, met, destination);");
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
        EmitChecks(writer, plan, "source");
        writer.WriteLine($"ulong data = {plan.Fetch}(source);");
        if (CanCross(plan))
        {
            writer.Open("if (shift + (width * 8) > 64)");
            writer.WriteLine($"return {plan.WriteAcross}(window, shift, data, lanes);");
            writer.Close();
            writer.WriteLine();
        }

        EmitWritten(writer, plan, $"{plan.WriteWindow}(window, data << shift, lanes << shift)");
        writer.Close();
        if (CanCross(plan))
        {
            writer.WriteLine();
            writer.Open($"private {Result} {plan.WriteAcross}(int window, int shift, ulong data, ulong lanes)");
            writer.WriteLine("bool met = false;");
            writer.Open("for (int half = 0; half < 2; half++)");
            writer.WriteLine($"met |= {plan.WriteWindow}(window + half, half == 0 ? data << shift : data >> (64 - shift), half == 0 ? lanes << shift : lanes >> (64 - shift));");
            writer.Close();
            writer.WriteLine();
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

    private static void EmitDeliver(SourceWriter writer, BankPlan plan)
    {
        writer.WriteLine();
        writer.WriteLine(BankWindowEmitter.Inline);
        writer.Open($"private static {Result} {plan.Deliver}(ulong data, bool met, global::System.Span<byte> destination)");
        writer.Open("if (!met)");
        writer.WriteLine(plan.Model.Miss switch { 0 => $"return {Result}.Unmapped;", 1 => "data = 0;", _ => "data = ulong.MaxValue;" });
        writer.Close();
        writer.WriteLine();
        EmitByWidth(writer, plan, "destination", static width => width switch
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

    private static void EmitFetch(SourceWriter writer, BankPlan plan)
    {
        writer.WriteLine();
        writer.WriteLine(BankWindowEmitter.Inline);
        writer.Open($"private static ulong {plan.Fetch}(global::System.ReadOnlySpan<byte> source)");
        EmitByWidth(writer, plan, "source", static width => width switch
        {
            1 => "return source[0];",
            2 => $"return {Primitives}.ReadUInt16LittleEndian(source);",
            4 => $"return {Primitives}.ReadUInt32LittleEndian(source);",
            _ => $"return {Primitives}.ReadUInt64LittleEndian(source);",
        });
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

    // The widest first: that is what drivers use.
    private static void EmitByWidth(SourceWriter writer, BankPlan plan, string span, System.Func<int, string> statement)
    {
        int[] widths = [.. Widths(plan).Reverse()];
        foreach (int width in widths)
        {
            bool isLast = width == widths[widths.Length - 1];
            if (widths.Length == 1)
            {
                writer.WriteLine(statement(width));
                return;
            }

            writer.Open(isLast ? "else" : $"{(width == widths[0] ? "if" : "else if")} ({span}.Length == {Text(width)})");
            writer.WriteLine(statement(width));
            writer.Close();
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
