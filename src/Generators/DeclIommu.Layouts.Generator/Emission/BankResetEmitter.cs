using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the resets of a bank.</summary>
internal static class BankResetEmitter
{
    public static void Emit(SourceWriter writer, BankPlan plan)
    {
        writer.WriteLine();
        writer.WriteLine("/// <summary>Gives every register its value after a full reset. No hook fires.</summary>");
        writer.Open("public void Reset()");
        foreach (BankRegister register in plan.Registers)
        {
            EmitFull(writer, register);
        }

        writer.Close();
        foreach (string kind in BankPlan.ResetKinds(plan.Model))
        {
            writer.WriteLine();
            writer.WriteLine($"/// <summary>Performs the reset of kind {kind}: fields that have no value for it keep theirs. No hook fires.</summary>");
            writer.Open($"public void Reset{kind}()");
            foreach (BankRegister register in plan.Registers)
            {
                EmitKind(writer, register, kind);
            }

            writer.Close();
        }
    }

    private static void EmitFull(SourceWriter writer, BankRegister register)
    {
        ulong value = register.Ones;
        foreach (FieldModel field in register.Model.Fields)
        {
            ResetModel? reset = field.Resets.FirstOrDefault(static reset => reset.Kind is null);
            value |= BankFieldBits.Place(field, reset?.Value ?? field.Constant ?? 0);
        }

        if (!register.IsRepeated)
        {
            writer.WriteLine($"{register.Stored} = {register.Narrow(register.Hex(value))};");
        }
        else if (value == 0)
        {
            writer.WriteLine($"{register.Stored} = default;");
        }
        else
        {
            writer.WriteLine($"((global::System.Span<{register.StoredType}>){register.Stored}).Fill({register.Narrow(register.Hex(value))});");
        }

        foreach (string state in (string[])[register.Written, register.HalfLanes])
        {
            if (state.Length > 0)
            {
                writer.WriteLine($"{state} = default;");
            }
        }
    }

    private static void EmitKind(SourceWriter writer, BankRegister register, string kind)
    {
        ulong mask = 0;
        ulong value = 0;
        foreach (FieldModel field in register.Model.Fields)
        {
            if (field.Resets.FirstOrDefault(reset => reset.Kind == kind) is { } reset)
            {
                mask |= BankFieldBits.Mask(field);
                value |= BankFieldBits.Place(field, reset.Value);
            }
        }

        if (mask == 0)
        {
            return;
        }

        if (register.IsRepeated)
        {
            writer.Open($"for (int index = 0; index < {register.Count}; index++)");
        }

        string stored = register.At(register.Stored);
        string kept = $"{stored} & {register.Hex(register.All & ~mask)}";
        writer.WriteLine(mask == register.All
            ? $"{stored} = {register.Narrow(register.Hex(value))};"
            : $"{stored} = {register.Narrow(value == 0 ? kept : $"({kept}) | {register.Hex(value)}")};");
        ulong unlocked = mask & register[AccessKind.WriteOnce];
        if (unlocked != 0)
        {
            string written = register.At(register.Written);
            writer.WriteLine($"{written} &= {register.Hex(register.All & ~unlocked)};");
        }

        if (register.HalfLanes.Length > 0)
        {
            writer.WriteLine($"{register.At(register.HalfLanes)} = 0;");
        }

        if (register.IsRepeated)
        {
            writer.Close();
        }
    }
}
