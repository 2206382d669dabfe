using DeclIommu.Layouts.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the generated part of a register bank.</summary>
internal static class BankEmitter
{
    public static void Emit(SourceProductionContext context, BankModel bank) =>
        TypeEmitter.Emit(context, bank.Type, bank.Type.HintName + ".g.cs", writer => EmitBody(writer, new BankPlan(bank)));

    private static void EmitBody(SourceWriter writer, BankPlan plan)
    {
        writer.WriteLine(TypeEmitter.GeneratedCode);
        if (!plan.Model.HasOwnStructLayout)
        {
            // The author may have fields of his own, and the parts of a struct have no order among them.
            writer.WriteLine("[global::System.Runtime.InteropServices.StructLayout(global::System.Runtime.InteropServices.LayoutKind.Auto)]");
        }

        writer.Open($"partial struct {plan.Model.Type.Name}");
        BankStateEmitter.EmitFields(writer, plan);
        BankStateEmitter.EmitCapabilities(writer, plan);
        foreach (BankRegister register in plan.Registers)
        {
            BankMemberEmitter.Emit(writer, plan, register);
        }

        BankResetEmitter.Emit(writer, plan);
        BankAccessEmitter.EmitRead(writer, plan);
        BankAccessEmitter.EmitWrite(writer, plan);
        BankWindowEmitter.EmitRead(writer, plan);
        BankWindowEmitter.EmitWrite(writer, plan);
        foreach (BankRegister register in plan.Registers)
        {
            BankReadEmitter.Emit(writer, register);
            BankWriteEmitter.Emit(writer, register);
        }

        BankStateEmitter.EmitArrays(writer, plan);
        writer.Close();
    }
}
