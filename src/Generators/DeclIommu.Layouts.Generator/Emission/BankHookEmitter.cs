using DeclIommu.Layouts.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Declares the hooks, which the author of a bank implements or leaves alone.</summary>
internal static class BankHookEmitter
{
    public static void Emit(SourceProductionContext context, BankHooksModel bank) =>
        TypeEmitter.Emit(context, bank.Type, bank.Type.HintName + ".Hooks.g.cs", writer => EmitBody(writer, bank));

    private static void EmitBody(SourceWriter writer, BankHooksModel bank)
    {
        writer.Open($"partial struct {bank.Type.Name}");
        bool isFirst = true;
        foreach (HookModel hook in bank.Hooks)
        {
            if (!isFirst)
            {
                writer.WriteLine();
            }

            isFirst = false;
            string index = hook.IsRepeated ? "int index, " : string.Empty;
            writer.WriteLine($"/// <summary>A write has reached <c>{hook.Register}</c>: <paramref name=\"after\"/> is what it will hold and can be changed here.</summary>");
            writer.WriteLine($"partial void On{hook.Register}Writing({index}{hook.TypeName} before, ref {hook.TypeName} after);");
            writer.WriteLine();
            writer.WriteLine($"/// <summary>A write to <c>{hook.Register}</c> has taken effect.</summary>");
            writer.WriteLine($"partial void On{hook.Register}Written({index}{hook.TypeName} before, {hook.TypeName} after);");
            writer.WriteLine();
            writer.WriteLine($"/// <summary>A read has reached <c>{hook.Register}</c>: <paramref name=\"value\"/> is what the reader will see and can be changed here.</summary>");
            writer.WriteLine($"partial void On{hook.Register}Read({index}ref {hook.TypeName} value);");
        }

        writer.Close();
    }
}
