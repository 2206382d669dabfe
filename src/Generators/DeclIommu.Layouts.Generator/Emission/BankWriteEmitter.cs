using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes what a write to a register does, as bit arithmetic with one mask a policy. No bit of the data lies outside the lanes.</summary>
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

    // Each bit has one policy, so all of them together are bits that are cleared, bits that are set, and bits that toggle.
    private static void EmitAfter(SourceWriter writer, BankRegister register, string open)
    {
        string word = register.WordType;
        string ones = "data";
        if (open != "lanes" && HasOnes(register))
        {
            writer.WriteLine($"{word} ones = data & {open};");
            ones = "ones";
        }

        var cleared = new List<string>();
        var set = new List<string>();
        Add(cleared, open, Masked(register, StoredName(register), register.Stores), Masked(register, AccessKind.WriteClears));
        Add(cleared, ones, Masked(register, AccessKind.WriteOneToClear));
        Add(cleared, $"{open} & ~data", Masked(register, AccessKind.WriteZeroToClear));
        Add(set, ones, Masked(register, StoredName(register), register.Stores), Masked(register, AccessKind.WriteOneToSet));
        Add(set, open, Masked(register, AccessKind.WriteSets));
        Add(set, $"{open} & ~data", Masked(register, AccessKind.WriteZeroToSet));
        if (Masked(register, AccessKind.WriteOnce) is { } once)
        {
            string written = register.At(register.Written);
            writer.WriteLine($"{word} first = {open}{(once.Length == 0 ? once : " & " + once)} & ~{written};");
            writer.WriteLine($"{written} |= first;");
            cleared.Add("first");
            set.Add("data & first");
        }

        if (register.PreservedWhenOff != 0)
        {
            // Fields that are not available keep what is written.
            writer.WriteLine($"{word} preserved = lanes & {register.Hex(register.Gated)} & ~{register.GatesOn};");
            cleared.Add("preserved");
            set.Add("data & preserved");
        }

        string after = "before";
        if (cleared.Count > 0)
        {
            after = $"before & ~{Named("cleared", cleared)}";
        }

        if (set.Count > 0)
        {
            after = $"{Parenthesized(after)} | {Named("set", set)}";
        }

        if (Masked(register, AccessKind.WriteOneToToggle) is { } toggled)
        {
            after = $"{Parenthesized(after)} ^ {Parenthesized(toggled.Length == 0 ? ones : $"{ones} & {toggled}")}";
        }

        writer.WriteLine($"{word} after = {after};");

        // Terms that are more than a name get one.
        string Named(string name, List<string> terms)
        {
            if (terms.Count == 1)
            {
                return Parenthesized(terms[0]);
            }

            writer.WriteLine($"{word} {name} = {string.Join(" | ", terms.Select(Parenthesized))};");
            return name;
        }
    }

    private static bool HasOnes(BankRegister register) =>
        (register.Stores | register[AccessKind.WriteOneToClear] | register[AccessKind.WriteOneToSet] | register[AccessKind.WriteOneToToggle]) != 0;

    // The lanes, or what is written to them, under masks that belong together; a mask of all bits is none.
    private static void Add(List<string> terms, string lanes, params string?[] masks)
    {
        string[] present = [.. masks.OfType<string>()];
        if (present.Length > 0)
        {
            string mask = string.Join(" | ", present.Where(static mask => mask.Length > 0));
            terms.Add(mask.Length == 0 ? lanes : $"{lanes} & {Parenthesized(mask)}");
        }
    }

    // The name of a mask; empty if it is of all bits, null if it is of none.
    private static string? Masked(BankRegister register, AccessKind access) => Masked(register, access.ToString(), register[access]);

    private static string? Masked(BankRegister register, string name, ulong mask) => mask == 0 ? null : mask == register.All ? string.Empty : name;

    private static string Parenthesized(string expression) => expression.Contains(" ") ? $"({expression})" : expression;

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
