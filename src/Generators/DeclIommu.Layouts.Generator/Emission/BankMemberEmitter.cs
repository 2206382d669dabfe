using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the device's own view of the registers.</summary>
internal static class BankMemberEmitter
{
    public static void Emit(SourceWriter writer, BankPlan plan, BankRegister register)
    {
        MemberModel member = register.Model.Member;
        string type = register.Model.Value.TypeName;
        string get = register.FromRaw(register.At(register.Stored, member.IndexName));
        writer.WriteLine();
        if (member.Form == AccessorForm.Methods)
        {
            writer.Open($"{member.Modifiers} {type} Get{member.Name}(int {member.IndexName})");
            EmitBoundsCheck(writer, plan, register, member.IndexName);
            writer.WriteLine($"return {get};");
            writer.Close();
            if (member.SetMethodModifiers is { } modifiers)
            {
                writer.WriteLine();
                writer.Open($"{modifiers} void Set{member.Name}(int {member.SetIndexName}, {type} {member.ValueName})");
                EmitBoundsCheck(writer, plan, register, member.SetIndexName);
                writer.WriteLine($"{register.At(register.Stored, member.SetIndexName)} = {register.ToRaw(member.ValueName)};");
                writer.Close();
            }

            return;
        }

        string set = $"{register.At(register.Stored, member.IndexName)} = {register.ToRaw("value")}";
        writer.Open(member.Form == AccessorForm.Indexer ? $"{member.Modifiers} {type} this[int {member.IndexName}]" : $"{member.Modifiers} {type} {member.Name}");
        if (member.GetterModifiers is { } getter)
        {
            EmitAccessor(writer, plan, register, Join(getter, "get"), $"return {get};", get);
        }

        if (member.SetterModifiers is { } setter)
        {
            EmitAccessor(writer, plan, register, Join(setter, member.SetterIsInit ? "init" : "set"), set + ";", set);
        }

        writer.Close();
    }

    private static void EmitAccessor(SourceWriter writer, BankPlan plan, BankRegister register, string header, string statement, string expression)
    {
        if (!register.IsRepeated)
        {
            writer.WriteLine($"{header} => {expression};");
            return;
        }

        writer.Open(header);
        EmitBoundsCheck(writer, plan, register, register.Model.Member.IndexName);
        writer.WriteLine(statement);
        writer.Close();
    }

    private static void EmitBoundsCheck(SourceWriter writer, BankPlan plan, BankRegister register, string index)
    {
        writer.Open($"if ({index} is < 0 or >= {register.Count})");
        writer.WriteLine($"{plan.ThrowIndexOutOfRange}(\"{register.Name}\", {index}, {register.Count});");
        writer.Close();
        writer.WriteLine();
    }

    private static string Join(string modifiers, string keyword) => modifiers.Length == 0 ? keyword : modifiers + " " + keyword;
}
