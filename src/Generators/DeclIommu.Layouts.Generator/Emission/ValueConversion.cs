using System.Collections.Generic;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the way between the bits of a field and a value of its type.</summary>
internal static class ValueConversion
{
    /// <summary>The value whose unscaled bits the expression holds.</summary>
    public static string FromBits(FieldModel field, string bits, string carrier)
    {
        ValueModel value = field.Value;
        if (!value.IsSigned)
        {
            string scaled = field.Scale == 0 ? bits : $"({BitExpression.Carrier(field.Width + field.Scale)})({bits}) << {field.Scale}";
            return FromUnsigned(value, scaled, BitExpression.Carrier(field.Width + field.Scale), isJoined: true);
        }

        int room = field.Width + field.Scale > 64 ? 128 : 64;
        string unsigned = room == 128 ? BitExpression.UInt128 : "ulong";
        string signed = room == 128 ? BitExpression.Int128 : "long";
        string extended = field.Width == room
            ? $"({signed})({bits})"
            : $"({signed})(({unsigned})({bits}) << {room - field.Width}) >> {room - field.Width - field.Scale}";
        if (field.Scale > 0 && field.Width < room)
        {
            // The shift back stops short of the scale, and what it drags in below must be zero.
            extended = $"(({signed})(({unsigned})({bits}) << {room - field.Width}) >> {room - field.Width}) << {field.Scale}";
        }

        return value.Kind switch
        {
            ValueKind.Wrapper => $"new {value.TypeName}(unchecked(({value.CarrierName})({extended})))",
            _ => $"unchecked(({value.TypeName})({extended}))",
        };
    }

    /// <summary>The value that an unsigned expression, scaled already, stands for.</summary>
    public static string FromUnsigned(ValueModel value, string bits, string carrier, bool isJoined) => value.Kind switch
    {
        ValueKind.Boolean => $"({bits}) != 0",
        ValueKind.Layout => $"{value.TypeName}.FromRaw(unchecked(({value.CarrierName})({bits})))",
        ValueKind.Wrapper => $"new {value.TypeName}(unchecked(({value.CarrierName})({bits})))",
        ValueKind.Integer when isJoined && value.TypeName == carrier => bits,
        _ => $"unchecked(({value.TypeName})({bits}))",
    };

    /// <summary>The statements that check a value and leave its unscaled bits in a variable <c>bits</c> or, if asked to, as they are in a variable <c>raw</c>.</summary>
    public static IEnumerable<string> ToBits(FieldModel field, string value, string name, bool keepsScale = false)
    {
        ValueModel type = field.Value;
        string carrier = BitExpression.Carrier(field.Width);
        if (type.Kind == ValueKind.Layout)
        {
            yield return $"{carrier} bits = {value}.ToRaw();";
            yield break;
        }

        if (type.Kind == ValueKind.Boolean)
        {
            yield return $"{carrier} bits = {value} ? 1UL : 0UL;";
            yield break;
        }

        string number = type.Kind == ValueKind.Wrapper
            ? type.UnwrapProperty is { } property ? $"{value}.{property}" : $"({type.CarrierName}){value}"
            : value;
        bool isExact = field.Width + field.Scale == type.Capacity;
        if (type.IsSigned)
        {
            foreach (string line in SignedToBits(field, number, name, carrier, isExact))
            {
                yield return line;
            }

            yield break;
        }

        // The carrier's own unsigned twin keeps a negative enum value from widening into all ones that fit.
        string twin = UnsignedTwin(type);
        string unsigned = type.Kind == ValueKind.Enumeration || twin != type.CarrierName ? $"unchecked(({twin}){number})" : number;
        string wide = type.Capacity > 64 ? BitExpression.UInt128 : "ulong";
        yield return $"{wide} {(field.Scale > 0 || wide != carrier ? "raw" : "bits")} = {unsigned};";
        string raw = field.Scale > 0 || wide != carrier ? "raw" : "bits";
        if (!isExact || field.Scale > 0)
        {
            string illegal = Illegal(field, raw, wide == BitExpression.UInt128);
            yield return $"if ({illegal})";
            yield return "{";
            yield return $"    ThrowDoesNotFit({name}, {raw}, {field.Width}, {field.Scale});";
            yield return "}";
            yield return string.Empty;
        }

        if (raw == "raw" && !keepsScale)
        {
            string shifted = field.Scale == 0 ? raw : $"raw >> {field.Scale}";
            yield return wide == carrier ? $"{carrier} bits = {shifted};" : $"{carrier} bits = unchecked(({carrier})({shifted}));";
        }
    }

    private static string Illegal(FieldModel field, string raw, bool isWide)
    {
        if (isWide)
        {
            string tooLarge = field.Width + field.Scale < 128 ? $"({raw} >> {field.Width + field.Scale}) != 0" : string.Empty;
            string misaligned = field.Scale > 0 ? $"({raw} << {128 - field.Scale}) != 0" : string.Empty;
            return tooLarge.Length > 0 && misaligned.Length > 0 ? $"{tooLarge} || {misaligned}" : tooLarge + misaligned;
        }

        return field.Scale == 0
            ? $"{raw} > {Literal.Hex(Literal.Ones(field.Width), 64)}"
            : $"({raw} & ~{Literal.Hex(Literal.Ones(field.Width) << field.Scale, 64)}) != 0";
    }

    private static IEnumerable<string> SignedToBits(FieldModel field, string number, string name, string carrier, bool isExact)
    {
        bool isWide = field.Value.Capacity > 64;
        string signed = isWide ? BitExpression.Int128 : "long";
        string unsigned = isWide ? BitExpression.UInt128 : "ulong";
        int room = isWide ? 128 : 64;
        yield return $"{signed} signed = ({signed}){number};";
        if (!isExact || field.Scale > 0)
        {
            string fits = field.Width + field.Scale == room ? string.Empty : $"(signed << {room - field.Width - field.Scale} >> {room - field.Width - field.Scale}) != signed";
            string aligned = field.Scale == 0 ? string.Empty : $"(signed >> {field.Scale} << {field.Scale}) != signed";
            yield return $"if ({(fits.Length > 0 && aligned.Length > 0 ? $"{fits} || {aligned}" : fits + aligned)})";
            yield return "{";
            yield return $"    ThrowSignedDoesNotFit({name}, signed, {field.Width}, {field.Scale});";
            yield return "}";
            yield return string.Empty;
        }

        string shifted = field.Scale == 0 ? "signed" : $"(signed >> {field.Scale})";
        string mask = field.Width == (carrier == "ulong" ? 64 : 128)
            ? string.Empty
            : field.Width > 64 ? $" & ({BitExpression.UInt128}.MaxValue >> {128 - field.Width})" : $" & {Literal.Hex(Literal.Ones(field.Width), 64)}";
        yield return $"{carrier} bits = unchecked(({carrier}){shifted}){mask};";
    }

    private static string UnsignedTwin(ValueModel type) => type.Capacity switch
    {
        8 => "byte",
        16 => "ushort",
        32 => "uint",
        64 => "ulong",
        _ => BitExpression.UInt128,
    };
}
