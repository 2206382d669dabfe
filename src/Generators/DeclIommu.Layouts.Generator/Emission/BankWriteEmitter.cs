using System.Collections.Generic;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes what a write to a register does, as bit arithmetic with one mask a policy.</summary>
internal static class BankWriteEmitter
{
    public static void Emit(SourceWriter writer, BankRegister register)
    {
        if (!register.HasWriteMethod)
        {
            return;
        }

        string word = register.WordType;
        writer.WriteLine();
        writer.Open($"private void {register.WriteMethod}({(register.IsRepeated ? "int index, " : string.Empty)}{word} data, {word} lanes)");
        EmitMasks(writer, register);
        if (register.Model.HalfAccess == HalfAccessKind.CommitOnHigh)
        {
            EmitCommit(writer, register);
        }

        writer.WriteLine($"{word} before = {register.At(register.Stored)};");
        string open = EmitOpen(writer, register);
        EmitAfter(writer, register, open);
        EmitStore(writer, register);
        writer.Close();
    }

    private static void EmitMasks(SourceWriter writer, BankRegister register)
    {
        bool any = false;
        foreach ((string name, ulong mask) in Masks(register))
        {
            if (mask != 0 && mask != register.All)
            {
                writer.WriteLine($"const {register.WordType} {name} = {register.Hex(mask)};");
                any = true;
            }
        }

        if (any)
        {
            writer.WriteLine();
        }
    }

    private static IEnumerable<(string Name, ulong Mask)> Masks(BankRegister register)
    {
        yield return (StoredName(register), register.Stores);
        foreach (AccessKind access in (AccessKind[])
            [
                AccessKind.WriteOneToClear, AccessKind.WriteOneToSet, AccessKind.WriteOneToToggle, AccessKind.WriteZeroToClear, AccessKind.WriteZeroToSet,
                AccessKind.WriteClears, AccessKind.WriteSets, AccessKind.WriteOnce,
            ])
        {
            yield return (access.ToString(), register[access]);
        }
    }

    private static string StoredName(BankRegister register) =>
        register.Stores == register[AccessKind.ReadWrite] ? nameof(AccessKind.ReadWrite)
        : register.Stores == register[AccessKind.WriteOnly] ? nameof(AccessKind.WriteOnly)
        : "Stored";

    private static void EmitCommit(SourceWriter writer, BankRegister register)
    {
        string pending = register.At(register.Half);
        string pendingLanes = register.At(register.HalfLanes);
        writer.WriteLine("// A write to the low half waits for one that reaches the high half.");
        writer.WriteLine($"data = ({pending} & {pendingLanes} & ~lanes) | (data & lanes);");
        writer.WriteLine($"lanes |= {pendingLanes};");
        writer.Open($"if ((lanes & {Literal.Hex(0xFFFF_FFFF_0000_0000, 64)}) == 0)");
        writer.WriteLine($"{pending} = data;");
        writer.WriteLine($"{pendingLanes} = lanes;");
        writer.WriteLine("return;");
        writer.Close();
        writer.WriteLine();
        writer.WriteLine($"{pendingLanes} = 0;");
    }

    // The lanes whose policies apply: those of fields that are locked or not available are taken out.
    private static string EmitOpen(SourceWriter writer, BankRegister register)
    {
        bool isGated = (register.Writable & register.Gated) != 0;
        bool isLocked = false;
        foreach (BankLock found in register.Locks)
        {
            isLocked |= (found.Locked & register.Writable) != 0;
        }

        if (!isGated && !isLocked)
        {
            return "lanes";
        }

        writer.WriteLine(isGated
            ? $"{register.WordType} open = lanes & ({register.Hex(register.All & ~register.Gated)} | {register.GatesOn});"
            : $"{register.WordType} open = lanes;");
        foreach (BankLock found in register.Locks)
        {
            if ((found.Locked & register.Writable) != 0)
            {
                string key = (found.Key & register.Gated) == 0 ? register.Hex(found.Key) : $"{register.Hex(found.Key)} & {register.GatesOn}";
                writer.Open($"if ((before & {key}) != 0)");
                writer.WriteLine($"open &= {register.Hex(register.All & ~found.Locked)};");
                writer.Close();
                writer.WriteLine();
            }
        }

        return "open";
    }

    private static void EmitAfter(SourceWriter writer, BankRegister register, string open)
    {
        string word = register.WordType;
        ulong stores = register.Stores;
        if (stores == register.All)
        {
            writer.WriteLine($"{word} after = (before & ~{open}) | (data & {open});");
        }
        else if (stores != 0)
        {
            string name = StoredName(register);
            writer.WriteLine($"{word} after = (before & ~({open} & {name})) | (data & {open} & {name});");
        }
        else
        {
            writer.WriteLine($"{word} after = before;");
        }

        EmitTerm(writer, register, AccessKind.WriteOneToClear, mask => $"after &= ~(data & {open}{mask});");
        EmitTerm(writer, register, AccessKind.WriteOneToSet, mask => $"after |= data & {open}{mask};");
        EmitTerm(writer, register, AccessKind.WriteOneToToggle, mask => $"after ^= data & {open}{mask};");
        EmitTerm(writer, register, AccessKind.WriteZeroToClear, mask => $"after &= data | ~({open}{mask});");
        EmitTerm(writer, register, AccessKind.WriteZeroToSet, mask => $"after |= ~data & {open}{mask};");
        EmitTerm(writer, register, AccessKind.WriteClears, mask => mask.Length == 0 ? $"after &= ~{open};" : $"after &= ~({open}{mask});");
        EmitTerm(writer, register, AccessKind.WriteSets, mask => $"after |= {open}{mask};");
        EmitTerm(writer, register, AccessKind.WriteOnce, mask =>
        {
            string written = register.At(register.Written);
            writer.WriteLine($"{word} first = {open}{mask} & ~{written};");
            writer.WriteLine($"{written} |= first;");
            return "after = (after & ~first) | (data & first);";
        });
        if (register.PreservedWhenOff != 0)
        {
            EmitPreserved(writer, register);
        }
    }

    private static void EmitPreserved(SourceWriter writer, BankRegister register)
    {
        writer.WriteLine();
        writer.WriteLine("// Fields that are not available keep what is written.");
        writer.WriteLine($"{register.WordType} preserved = lanes & {register.Hex(register.Gated)} & ~{register.GatesOn};");
        writer.WriteLine("after = (after & ~preserved) | (data & preserved);");
    }

    private static void EmitTerm(SourceWriter writer, BankRegister register, AccessKind access, System.Func<string, string> statement)
    {
        ulong mask = register[access];
        if (mask != 0)
        {
            writer.WriteLine(statement(mask == register.All ? string.Empty : $" & {access}"));
        }
    }

    private static void EmitStore(SourceWriter writer, BankRegister register)
    {
        string stored = register.At(register.Stored);
        if (!register.Model.HasWritingHook && !register.Model.HasWrittenHook)
        {
            writer.WriteLine($"{stored} = {register.Narrow("after")};");
            return;
        }

        string type = register.Model.Value.TypeName;
        writer.WriteLine();
        writer.WriteLine($"{type} valueBefore = {register.FromRaw(register.Narrow("before"))};");
        writer.WriteLine($"{type} valueAfter = {register.FromRaw(register.Narrow("after"))};");
        if (register.Model.HasWritingHook)
        {
            writer.WriteLine($"On{register.Name}Writing({register.Index()}valueBefore, ref valueAfter);");
            writer.WriteLine($"{stored} = {register.ToRaw("valueAfter")};");
        }
        else
        {
            writer.WriteLine($"{stored} = {register.Narrow("after")};");
        }

        if (register.Model.HasWrittenHook)
        {
            writer.WriteLine($"On{register.Name}Written({register.Index()}valueBefore, valueAfter);");
        }
    }
}
