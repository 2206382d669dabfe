using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>The members that every layout gets, and what of the author's own would clash with them.</summary>
internal static class GeneratedMember
{
    // Private methods of the generated part: overloads beside them would be looked at by its calls.
    private static readonly string[] Any = ["*"];

    // The methods by their parameters, T for the layout itself; other members without.
    private static readonly Dictionary<string, string[]> Signatures = new()
    {
        ["SizeInBytes"] = [],
        ["Fields"] = [],
        ["FieldTable"] = [],
        ["Read"] = ["ReadOnlySpan"],
        ["TryRead"] = ["ReadOnlySpan, T"],
        ["Write"] = ["Span"],
        ["AsRef"] = ["ReadOnlySpan", "Span", "Byte[]"],
        ["TryValidate"] = ["LayoutFault"],
        ["Equals"] = ["T", "Object"],
        ["GetHashCode"] = [""],
        ["GetType"] = [],
        ["MemberwiseClone"] = [],
        ["ReferenceEquals"] = [],
        ["TryFormat"] = ["Span, Int32, ReadOnlySpan, IFormatProvider"],
        ["ToString"] = ["String, IFormatProvider"],
        ["FromRaw"] = ["Byte", "UInt16", "UInt32", "UInt64", "UInt128"],
        ["ToRaw"] = [""],
        ["Dispatch"] = [],
        ["TryDispatch"] = [],
        ["TryAs"] = [],
        ["ThrowDoesNotFit"] = Any,
        ["ThrowSignedDoesNotFit"] = Any,
        ["ThrowTooShort"] = Any,
        ["ThrowIndexOutOfRange"] = Any,
        ["DoesNotFit"] = Any,
        ["SignedDoesNotFit"] = Any,
        ["FindFault"] = Any,
        ["FindWrongBit"] = Any,
        ["FaultAt"] = Any,
        ["FaultOf"] = Any,
        ["GatherBits"] = Any,
        ["SpreadBits"] = Any,
        ["GetStoredWord"] = Any,
        ["SetStoredWord"] = Any,
        ["Publish"] = ["Span"],
        ["Difference"] = ["T"],
        ["TryFormatDifference"] = ["T, Span, Int32"],
        ["op_Equality"] = ["T, T"],
        ["op_Inequality"] = ["T, T"],
    };

    /// <summary>True if no field can have the name.</summary>
    public static bool IsTaken(INamedTypeSymbol type, string name) =>
        Signatures.ContainsKey(name) || name.StartsWith("StoredWord", System.StringComparison.Ordinal) || name == type.Name;

    /// <summary>True if a member that the author wrote himself has the name of a generated one, or, of a method, its name and parameters.</summary>
    public static bool IsRepeatedBy(INamedTypeSymbol type, ISymbol member)
    {
        bool isLeftOut = member.IsImplicitlyDeclared || member.Name == "Publish" && !DeclaredMembers.Of(type).Any(static field => field.Has(Primitives.WellKnownNames.PublishedLast));
        if (isLeftOut || !Signatures.TryGetValue(member.Name, out string[]? signatures) || (HasOwnText(type) && member.Name is "ToString" or "TryFormat"))
        {
            return false;
        }

        return member is not IMethodSymbol method
            || signatures == Any || signatures.Contains(string.Join(", ", method.Parameters.Select(parameter => NameOf(parameter.Type, type))))
            || (signatures.Length == 0 && member.Name is "SizeInBytes" or "Fields" or "FieldTable");
    }

    /// <summary>True if the type declares a <c>ToString</c> of its own: then the generator writes no text members.</summary>
    public static bool HasOwnText(INamedTypeSymbol type) => type.GetMembers("ToString").OfType<IMethodSymbol>().Any(static method => method.Parameters.IsEmpty && BankMembers.IsOwn(method));

    private static string NameOf(ITypeSymbol parameter, INamedTypeSymbol type) => parameter switch
    {
        IArrayTypeSymbol array => array.ElementType.Name + "[]",
        _ => SymbolEqualityComparer.Default.Equals(parameter, type) ? "T" : parameter.Name,
    };
}
