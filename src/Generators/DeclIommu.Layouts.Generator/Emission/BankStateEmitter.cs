using System.Collections.Generic;
using System.Linq;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes what a bank stores.</summary>
internal static class BankStateEmitter
{
    public static void EmitFields(SourceWriter writer, BankPlan plan)
    {
        foreach (BankRegister register in plan.Registers)
        {
            EmitField(writer, plan, register, register.Stored, register.StoredType);
            EmitField(writer, plan, register, register.Written, register.WordType);
            EmitField(writer, plan, register, register.Half, register.WordType);
            EmitField(writer, plan, register, register.HalfLanes, register.WordType);
            if (register.GatesOn.Length > 0)
            {
                writer.WriteLine($"private {register.WordType} {register.GatesOn};");
            }
        }

        foreach (string field in plan.Capabilities.Values)
        {
            writer.WriteLine($"private bool {field};");
        }

        if (plan.Model.Capabilities is { } capabilities)
        {
            writer.WriteLine($"private {capabilities}{(plan.Model.CapabilitiesIsClass ? "?" : string.Empty)} {plan.CapabilitiesField};");
        }

        writer.WriteLine();
        writer.WriteLine("/// <summary>The size of the bank in bytes.</summary>");
        writer.WriteLine($"public const int SizeInBytes = 0x{plan.Model.SizeInBytes:X4};");
    }

    // The capabilities are folded into masks when they are set, so that an access need not ask for each.
    public static void EmitCapabilities(SourceWriter writer, BankPlan plan)
    {
        if (plan.Model.Capabilities is not { } type)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine("/// <summary>Which of the optional fields and registers are there; a reset keeps it.</summary>");
        writer.WriteLine("/// <remarks>Fields and registers whose capability is off behave as reserved. Read when set: later changes inside the value are not seen.</remarks>");
        writer.Open($"{plan.Model.CapabilitiesAccessibility} {type} Capabilities");
        writer.WriteLine($"readonly get => {plan.CapabilitiesField}{(plan.Model.CapabilitiesIsClass ? "!" : string.Empty)};");
        writer.Open("set");
        if (plan.Model.CapabilitiesIsClass)
        {
            writer.WriteLine("global::System.ArgumentNullException.ThrowIfNull(value);");
        }

        writer.WriteLine($"{plan.CapabilitiesField} = value;");
        foreach (KeyValuePair<string, string> capability in plan.Capabilities)
        {
            writer.WriteLine($"{capability.Value} = value.{capability.Key};");
        }

        foreach (BankRegister register in plan.Registers.Where(static register => register.Gates.Count > 0))
        {
            string masks = string.Join(" | ", register.Gates.Select(gate => Masked(register, gate)));
            writer.WriteLine($"{register.GatesOn} = {masks};");
        }

        writer.Close();
        writer.Close();
    }

    /// <summary>The inline arrays of repeated registers, and the exception for an index outside them.</summary>
    public static void EmitArrays(SourceWriter writer, BankPlan plan)
    {
        if (plan.Arrays.Count > 0)
        {
            writer.WriteLine();
            writer.WriteLine("[global::System.Diagnostics.CodeAnalysis.DoesNotReturn]");
            writer.WriteLine($"private static void {plan.ThrowIndexOutOfRange}(string register, int index, int count) =>");
            writer.WriteLine("    throw new global::System.ArgumentOutOfRangeException(nameof(index), index, $\"{register} has the elements 0 to {count - 1}.\");");
        }

        foreach (KeyValuePair<(string Type, int Count), string> array in plan.Arrays)
        {
            writer.WriteLine();
            writer.WriteLine($"[global::System.Runtime.CompilerServices.InlineArray({array.Key.Count})]");
            writer.Open($"private struct {array.Value}");
            writer.WriteLine($"private {array.Key.Type} _first;");
            writer.Close();
        }
    }

    private static string Masked(BankRegister register, BankGate gate)
    {
        string mask = $"value.{gate.Capability} ? {register.Hex(gate.Mask)} : 0";
        return register.Gates.Count == 1 ? mask : $"({mask})";
    }

    private static void EmitField(SourceWriter writer, BankPlan plan, BankRegister register, string name, string type)
    {
        if (name.Length > 0)
        {
            writer.WriteLine($"private {(register.IsRepeated ? plan.ArrayOf(type, register.Count) : type)} {name};");
        }
    }
}
