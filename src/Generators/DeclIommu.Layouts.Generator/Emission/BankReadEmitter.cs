using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes what a read of a register gives and does.</summary>
internal static class BankReadEmitter
{
    /// <summary>What a reader sees: readable bits as stored, reserved ones as their policy says.</summary>
    public static string Visible(BankRegister register, string index = "index")
    {
        string stored = register.At(register.Stored, index);
        string shown = Shown(register);
        string value = shown.Length == 0 ? stored : shown == "0" ? string.Empty : $"{stored} & {shown}";
        string ones = register.OnesWhenOff == 0 ? string.Empty : $"({register.Hex(register.OnesWhenOff)} & ~{register.GatesOn})";
        string always = register.Ones == 0 ? string.Empty : register.Hex(register.Ones);
        string result = Either(Either(value, ones), always);
        return result.Length == 0 ? register.Hex(0) : result;
    }

    /// <summary>The method of a register whose reads do more than show it.</summary>
    public static void Emit(SourceWriter writer, BankRegister register)
    {
        if (!register.HasReadMethod)
        {
            return;
        }

        string word = register.WordType;
        string stored = register.At(register.Stored);
        ulong clears = register[AccessKind.ReadClears];
        ulong sets = register[AccessKind.ReadSets];
        writer.WriteLine();
        writer.Open($"private {word} {register.ReadMethod}({(register.IsRepeated ? "int index, " : string.Empty)}{word} lanes)");
        writer.WriteLine($"{word} value = {Visible(register)};");
        if (register.Model.HasReadHook)
        {
            string typed = register.FromRaw(register.Narrow("value"));
            writer.WriteLine($"{register.Model.Value.TypeName} seen = {typed};");
            writer.WriteLine($"On{register.Name}Read({register.Index()}ref seen);");
            writer.WriteLine($"value = {register.ToRaw("seen")};");
        }

        if ((clears | sets) != 0)
        {
            string lanes = ((clears | sets) & register.Gated) == 0
                ? "lanes"
                : $"(lanes & ({register.Hex(register.All & ~register.Gated)} | {register.GatesOn}))";
            if (clears != 0)
            {
                writer.WriteLine($"{stored} = {register.Narrow($"{stored} & ~{Masked(register, lanes, clears)}")};");
            }

            if (sets != 0)
            {
                writer.WriteLine($"{stored} = {register.Narrow($"{stored} | {Masked(register, lanes, sets)}")};");
            }
        }

        if (register.Model.HalfAccess == HalfAccessKind.SnapshotOnLow)
        {
            EmitSnapshot(writer, register);
        }
        else
        {
            writer.WriteLine("return value;");
        }

        writer.Close();
    }

    private static string Masked(BankRegister register, string lanes, ulong mask) =>
        mask == register.All ? lanes : $"({lanes} & {register.Hex(mask)})";

    private static void EmitSnapshot(SourceWriter writer, BankRegister register)
    {
        string kept = register.At(register.Half);
        string keptLanes = register.At(register.HalfLanes);
        writer.WriteLine();
        writer.WriteLine("// A read of the low half keeps the high one, lane by lane, for the read that follows.");
        writer.Open($"if ((lanes & {Literal.Hex(uint.MaxValue, 64)}) != 0)");
        writer.WriteLine($"{kept} = value;");
        writer.WriteLine($"{keptLanes} = {Literal.Hex(0xFFFF_FFFF_0000_0000, 64)} & ~lanes;");
        writer.WriteLine("return value;");
        writer.Close();
        writer.WriteLine();
        writer.WriteLine($"ulong before = lanes & {keptLanes};");
        writer.WriteLine($"{keptLanes} &= ~lanes;");
        writer.WriteLine($"return (value & ~before) | ({kept} & before);");
    }

    // The mask of the bits that show what is stored; empty if all do.
    private static string Shown(BankRegister register)
    {
        ulong always = (register.Readable & ~register.Gated) | (register.Readable & register.PreservedWhenOff);
        ulong whenOn = register.Readable & register.Gated & ~always;
        ulong whenOff = register.PreservedWhenOff & ~register.Readable;
        if (always == register.All)
        {
            return string.Empty;
        }

        if ((whenOn | whenOff) == 0)
        {
            return always == 0 ? "0" : register.Hex(always);
        }

        string mask = always == 0 ? string.Empty : register.Hex(always);
        if (whenOn != 0)
        {
            mask = Either(mask, whenOn == register.Gated ? register.GatesOn : $"({register.GatesOn} & {register.Hex(whenOn)})");
        }

        if (whenOff != 0)
        {
            mask = Either(mask, $"({register.Hex(whenOff)} & ~{register.GatesOn})");
        }

        return $"({mask})";
    }

    private static string Either(string left, string right) =>
        left.Length == 0 ? right : right.Length == 0 ? left : $"{(left.Contains(" & ") && left[0] != '(' ? $"({left})" : left)} | {right}";
}
