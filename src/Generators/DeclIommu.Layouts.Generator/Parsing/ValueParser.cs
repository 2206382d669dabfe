using System;
using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>Reads the type of a field or register.</summary>
internal static class ValueParser
{
    /// <summary>The model of a type, or null if no field can have it.</summary>
    public static ValueModel? Parse(ITypeSymbol type)
    {
        string name = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        if (type.SpecialType == SpecialType.System_Boolean)
        {
            return new ValueModel { Kind = ValueKind.Boolean, TypeName = name, CarrierName = name, Capacity = 1 };
        }

        if (IntegerBits(type) is { } integer)
        {
            return new ValueModel { Kind = ValueKind.Integer, TypeName = name, CarrierName = name, Capacity = integer.Bits, IsSigned = integer.IsSigned };
        }

        return type switch
        {
            INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } enumeration => ParseEnum(enumeration, underlying, name),
            INamedTypeSymbol { TypeKind: TypeKind.Struct } structure => ParseLayout(structure, name) ?? ParseWrapper(structure, name),
            _ => null,
        };
    }

    private static ValueModel ParseEnum(INamedTypeSymbol type, INamedTypeSymbol underlying, string name)
    {
        (int bits, bool isSigned) = IntegerBits(underlying) ?? (32, true);
        EnumMemberModel[] members =
        [
            .. type.GetMembers().OfType<IFieldSymbol>().Where(static field => field.HasConstantValue)
                .GroupBy(static member => ToBits(member.ConstantValue!))
                .Select(static names => new EnumMemberModel(TypeParser.Escape(names.First().Name), names.Key, CapabilitiesOf(names))),
        ];
        bool hasNegative = isSigned && members.Any(static member => (long)member.Bits < 0);

        return new ValueModel
        {
            Kind = ValueKind.Enumeration,
            TypeName = name,
            CarrierName = underlying.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            Capacity = bits,
            IsSigned = hasNegative,
            Members = new EquatableArray<EnumMemberModel>(members),
        };
    }

    // A value is there if one of its names is.
    private static EquatableArray<string> CapabilitiesOf(IEnumerable<IFieldSymbol> names)
    {
        AttributeData?[] gates = [.. names.Select(static name => name.Find(WellKnownNames.AvailableWhen))];
        return gates.Any(static gate => gate is null)
            ? EquatableArray<string>.Empty
            : new EquatableArray<string>(gates.Select(static gate => gate!.Argument<string>(0) ?? string.Empty).Distinct());
    }

    private static ValueModel? ParseLayout(INamedTypeSymbol type, string name)
    {
        if (type.Find(WellKnownNames.Layout) is not { } layout)
        {
            return null;
        }

        int bits = layout.Argument<int>(0);
        return new ValueModel
        {
            Kind = ValueKind.Layout,
            TypeName = name,
            CarrierName = LayoutModel.RawTypeOf(bits) ?? string.Empty,
            Capacity = bits,
            IsBigEndian = layout.Named<int>("ByteOrder") == 1,
            Capabilities = layout.Named<ITypeSymbol>("Capabilities")?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
        };
    }

    // One public constructor from an integer, and one way back: a public integer property or a conversion operator.
    private static ValueModel? ParseWrapper(INamedTypeSymbol type, string name)
    {
        if (type.IsRefLikeType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            return null;
        }

        IMethodSymbol[] constructors =
        [
            .. type.InstanceConstructors.Where(static constructor =>
                constructor is { DeclaredAccessibility: Accessibility.Public, Parameters.Length: 1 } && IntegerBits(constructor.Parameters[0].Type) is not null),
        ];
        if (constructors.Length != 1)
        {
            return null;
        }

        ITypeSymbol carrier = constructors[0].Parameters[0].Type;
        bool converts = type.GetMembers().OfType<IMethodSymbol>().Any(method =>
            method.MethodKind == MethodKind.Conversion && method.Parameters.Length == 1
            && SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, type)
            && SymbolEqualityComparer.Default.Equals(method.ReturnType, carrier));
        IPropertySymbol[] properties =
        [
            .. type.GetMembers().OfType<IPropertySymbol>().Where(static property =>
                property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false, GetMethod: not null } && IntegerBits(property.Type) is not null),
        ];
        string? unwrap = properties.Length == 1 && SymbolEqualityComparer.Default.Equals(properties[0].Type, carrier) ? properties[0].Name : null;
        if (!converts && unwrap is null)
        {
            return null;
        }

        (int bits, bool isSigned) = IntegerBits(carrier)!.Value;
        return new ValueModel
        {
            Kind = ValueKind.Wrapper,
            TypeName = name,
            CarrierName = carrier.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            Capacity = bits,
            IsSigned = isSigned,
            UnwrapProperty = unwrap is null ? null : TypeParser.Escape(unwrap),
        };
    }

    private static (int Bits, bool IsSigned)? IntegerBits(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Byte => (8, false),
        SpecialType.System_SByte => (8, true),
        SpecialType.System_UInt16 => (16, false),
        SpecialType.System_Int16 => (16, true),
        SpecialType.System_UInt32 => (32, false),
        SpecialType.System_Int32 => (32, true),
        SpecialType.System_UInt64 => (64, false),
        SpecialType.System_Int64 => (64, true),
        _ when type is { ContainingType: null, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } => type.Name switch
        {
            "UInt128" => (128, false),
            "Int128" => (128, true),
            _ => null,
        },
        _ => null,
    };

    private static ulong ToBits(object constant) => constant switch
    {
        ulong value => value,
        long value => unchecked((ulong)value),
        _ => unchecked((ulong)Convert.ToInt64(constant, System.Globalization.CultureInfo.InvariantCulture)),
    };
}
