using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the throws, kept out of the members that are inlined.</summary>
internal static class ThrowEmitter
{
    private const string Cold =
        "[global::System.Diagnostics.CodeAnalysis.DoesNotReturn]";

    public static void Emit(SourceWriter writer, LayoutModel layout)
    {
        string name = layout.Type.Name.TrimStart('@');
        writer.WriteLine();
        writer.WriteLine($$"""
            {{Cold}}
            private static void ThrowTooShort(string name, int length) =>
                throw new global::System.ArgumentException($"{{name}} takes {SizeInBytes} bytes; there are {length}.", name);
            """);
        EmitFit(writer, name, "DoesNotFit", "ulong", "{ulong.MaxValue >> (64 - width - scale)}");
        if (layout.Fields.Any(static declared => declared.Value.Capacity > 64) || layout.RawType == BitExpression.UInt128)
        {
            EmitFit(writer, name, "DoesNotFit", BitExpression.UInt128, "{(global::System.UInt128.MaxValue >> (128 - width - scale))}");
        }

        if (layout.Fields.Any(static declared => declared.Value.IsSigned))
        {
            EmitFit(writer, name, "SignedDoesNotFit", BitExpression.Int128, "{(global::System.Int128.One << (width + scale - 1)) - 1}");
        }

        if (layout.Fields.Any(static declared => declared.Repeat is not null))
        {
            writer.WriteLine();
            writer.WriteLine($$"""
                {{Cold}}
                private static void ThrowIndexOutOfRange(string field, int index, int count) =>
                    throw new global::System.ArgumentOutOfRangeException(nameof(index), index, $"{{name}}.{field} has the elements 0 to {count - 1}.");
                """);
        }
    }

    // The throw stands alone in its method: so small, the JIT sees that the call does not return and moves it out of the way.
    private static void EmitFit(SourceWriter writer, string layout, string subject, string type, string most)
    {
        writer.WriteLine();
        writer.WriteLine($$"""
            {{Cold}}
            private static void Throw{{subject}}(string field, {{type}} value, int width, int scale) => throw {{subject}}(field, value, width, scale);

            private static global::System.ArgumentException {{subject}}(string field, {{type}} value, int width, int scale) =>
                scale > 0 && ((value >> scale) << scale) != value
                    ? new global::System.ArgumentException($"{{layout}}.{field} holds multiples of 2^{scale}; {value} is none.", "value")
                    : new global::System.ArgumentOutOfRangeException("value", value, $"{{layout}}.{field} has {width} bits; the most it holds is {{most}}.");
            """);
    }
}
