using System.Linq;
using DeclIommu.Layouts.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the dispatcher of a command set and its handler interface.</summary>
internal static class CommandSetEmitter
{
    private const int MostCompared = 16;

    public static void Emit(SourceProductionContext context, CommandSetModel commandSet) =>
        TypeEmitter.Emit(context, commandSet.Type, commandSet.Type.HintName + ".CommandSet.g.cs", writer => Emit(writer, commandSet));

    private static void Emit(SourceWriter writer, CommandSetModel commandSet)
    {
        string name = commandSet.Type.Name;
        string handler = $"I{name.TrimStart('@')}Handler";
        EmitHandler(writer, commandSet, handler);
        writer.WriteLine();
        writer.Open($"partial struct {name}");
        EmitDispatch(writer, commandSet, handler);
        foreach (CommandModel command in commandSet.Commands)
        {
            EmitTryAs(writer, commandSet, command);
        }

        writer.Close();
    }

    private static void EmitHandler(SourceWriter writer, CommandSetModel commandSet, string handler)
    {
        writer.WriteLine($"/// <summary>Handles the commands of <see cref=\"{commandSet.Type.FullName}\"/>: one method a command, so that a new one breaks the build where it is not handled.</summary>");
        writer.WriteLine(TypeEmitter.GeneratedCode);
        writer.Open($"{commandSet.Type.Accessibility} interface {handler}");
        foreach (CommandModel command in commandSet.Commands)
        {
            writer.WriteLine($"/// <summary>Handles a <see cref=\"{command.TypeName}\"/>.</summary>");
            writer.WriteLine($"void On{command.Name}(in {command.TypeName} command);");
            writer.WriteLine();
        }

        writer.WriteLine("/// <summary>Handles what no member of the set has the opcode of.</summary>");
        writer.WriteLine($"void OnUnknown(in {commandSet.Type.FullName} raw);");
        writer.Close();
    }

    private static void EmitDispatch(SourceWriter writer, CommandSetModel commandSet, string handler)
    {
        EmitPlainDispatch(writer, commandSet, handler, capabilities: null);
        if (commandSet.Layout.Capabilities is { } capabilities)
        {
            writer.WriteLine();
            EmitPlainDispatch(writer, commandSet, handler, capabilities);
        }

        writer.WriteLine();
        EmitCheckedDispatch(writer, commandSet, handler, capabilities: null);
        if (commandSet.Layout.Capabilities is { } gates)
        {
            writer.WriteLine();
            EmitCheckedDispatch(writer, commandSet, handler, gates);
        }
    }

    private static void EmitPlainDispatch(SourceWriter writer, CommandSetModel commandSet, string handler, string? capabilities)
    {
        string name = commandSet.Type.Name;
        writer.WriteLine("/// <summary>Decodes a command and calls the method of the handler that is meant for it. The source is read once.</summary>");
        writer.WriteLine("/// <param name=\"source\">At least <see cref=\"SizeInBytes\"/> bytes.</param>");
        EmitCapabilitiesDoc(writer, capabilities);
        writer.WriteLine("/// <param name=\"handler\">Handles the command.</param>");
        writer.WriteLine("/// <exception cref=\"global::System.ArgumentException\">The source is too short.</exception>");
        bool isChain = commandSet.Commands.Count <= MostCompared;
        if (isChain)
        {
            writer.WriteLine(TypeEmitter.Inline);
        }

        writer.WriteLine($"{Accessibility(commandSet, capabilities)} static void Dispatch<THandler>(global::System.ReadOnlySpan<byte> source, {Parameter(capabilities)}ref THandler handler)");
        writer.Open($"    where THandler : {handler}");
        writer.WriteLine($"{name} raw = Read(source);");
        if (isChain)
        {
            EmitChain(writer, commandSet, capabilities);
        }
        else
        {
            EmitSwitch(writer, commandSet, capabilities);
        }

        writer.Close();
    }

    // Compared in the order of the declaration: a processor foresees a few branches better than where an indirect jump goes.
    private static void EmitChain(SourceWriter writer, CommandSetModel commandSet, string? capabilities)
    {
        writer.WriteLine($"ulong opcode = {Opcode(commandSet, "raw")};");
        string keyword = "if";
        foreach (CommandModel command in commandSet.Commands)
        {
            string gate = capabilities is not null && command.Capability is { } needed ? $" && capabilities.{needed}" : string.Empty;
            writer.Open($"{keyword} (opcode == {Literal.Hex(command.Opcode, 64)}{gate})");
            writer.WriteLine($"{command.TypeName} command = {Cast(commandSet, command)};");
            writer.WriteLine($"handler.On{command.Name}(command);");
            writer.Close();
            keyword = "else if";
        }

        writer.Open("else");
        writer.WriteLine("handler.OnUnknown(raw);");
        writer.Close();
    }

    private static void EmitSwitch(SourceWriter writer, CommandSetModel commandSet, string? capabilities)
    {
        writer.Open($"switch ({Opcode(commandSet, "raw")})");
        foreach (CommandModel command in commandSet.Commands)
        {
            writer.WriteLine($"case {Literal.Hex(command.Opcode, 64)}{When(command, capabilities)}:");
            writer.WriteLine($"    handler.On{command.Name}({Cast(commandSet, command)});");
            writer.WriteLine("    break;");
        }

        writer.WriteLine("default:");
        writer.WriteLine("    handler.OnUnknown(raw);");
        writer.WriteLine("    break;");
        writer.Close();
    }

    private static string Cast(CommandSetModel commandSet, CommandModel command) =>
        $"global::System.Runtime.CompilerServices.Unsafe.BitCast<{commandSet.Type.Name}, {command.TypeName}>(raw)";

    private static void EmitCheckedDispatch(SourceWriter writer, CommandSetModel commandSet, string handler, string? capabilities)
    {
        string name = commandSet.Type.Name;
        writer.WriteLine("/// <summary>Decodes and validates a command; the handler is called only for one without fault.</summary>");
        writer.WriteLine("/// <param name=\"source\">At least <see cref=\"SizeInBytes\"/> bytes.</param>");
        EmitCapabilitiesDoc(writer, capabilities);
        writer.WriteLine("""
            /// <param name="handler">Handles the command.</param>
            /// <param name="fault">The first fault: an unknown opcode, a reserved bit, a constant, a capability that is off.</param>
            /// <returns>False if there is a fault; then the handler was not called.</returns>
            /// <exception cref="global::System.ArgumentException">The source is too short.</exception>
            """);
        writer.WriteLine($$"""
            {{Accessibility(commandSet, capabilities)}} static bool TryDispatch<THandler>(global::System.ReadOnlySpan<byte> source, {{Parameter(capabilities)}}ref THandler handler, out global::DeclIommu.Layouts.LayoutFault fault)
                where THandler : {{handler}}
            {
                {{name}} raw = Read(source);
                switch ({{Opcode(commandSet, "raw")}})
                {
            """);
        foreach (CommandModel command in commandSet.Commands)
        {
            string argument = capabilities is not null && command.HasCapabilities ? "capabilities, " : string.Empty;
            writer.WriteLine($$"""
                        case {{Literal.Hex(command.Opcode, 64)}}{{When(command, capabilities)}}:
                        {
                            {{command.TypeName}} command = global::System.Runtime.CompilerServices.Unsafe.BitCast<{{name}}, {{command.TypeName}}>(raw);
                            if (!command.TryValidate({{argument}}out fault))
                            {
                                return false;
                            }

                            handler.On{{command.Name}}(command);
                            return true;
                        }

                """);
        }

        FieldModel opcode = commandSet.Discriminator;
        writer.WriteLine($$"""
                    default:
                        fault = new global::DeclIommu.Layouts.LayoutFault("{{opcode.Name.TrimStart('@')}}", {{opcode.Msb}}, {{opcode.Lsb}}, global::DeclIommu.Layouts.LayoutFaultReason.UnknownCommand);
                        return false;
                }
            }
            """);
    }

    private static void EmitCapabilitiesDoc(SourceWriter writer, string? capabilities)
    {
        if (capabilities is not null)
        {
            writer.WriteLine("/// <param name=\"capabilities\">What the device can do; a command that needs more is unknown.</param>");
        }
    }

    private static string Parameter(string? capabilities) => capabilities is null ? string.Empty : $"in {capabilities} capabilities, ";

    private static string Accessibility(CommandSetModel commandSet, string? capabilities) => capabilities is null ? "public" : commandSet.Layout.CapabilitiesAccessibility;

    private static string When(CommandModel command, string? capabilities) =>
        capabilities is not null && command.Capability is { } gate ? $" when capabilities.{gate}" : string.Empty;

    private static void EmitTryAs(SourceWriter writer, CommandSetModel commandSet, CommandModel command)
    {
        writer.WriteLine();
        writer.WriteLine($$"""
            /// <summary>The command as a <see cref="{{command.TypeName}}"/>, if it is one.</summary>
            /// <param name="command">The command, or zero if the result is false.</param>
            /// <returns>False if the opcode is another.</returns>
            public readonly bool TryAs(out {{command.TypeName}} command)
            {
                bool isCommand = {{Opcode(commandSet, "this")}} == {{Literal.Hex(command.Opcode, 64)}};
                command = isCommand ? global::System.Runtime.CompilerServices.Unsafe.BitCast<{{commandSet.Type.Name}}, {{command.TypeName}}>(this) : default;
                return isCommand;
            }
            """);
    }

    private static string Opcode(CommandSetModel commandSet, string self)
    {
        var storage = new Storage(commandSet.Layout);
        string bits = BitExpression.Gather(WordSlice.Cut(commandSet.Discriminator.Pieces, storage.Words), storage, 0, self + ".");
        return $"(ulong)({bits})";
    }
}
