using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Diagnostics;
using DeclIommu.Layouts.Generator.Emission;
using DeclIommu.Layouts.Generator.Model;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>Looks at what the author of a bank has declared in it himself.</summary>
internal static class BankMembers
{
    private static readonly string[] GeneratedNames = ["SizeInBytes", "Reset", "Read", "Write"];

    /// <summary>Reports members that the generated part declares too, and partial properties that nobody completes.</summary>
    public static void Check(INamedTypeSymbol type, IReadOnlyList<RegisterModel> registers, bool hasCapabilities, FaultSink faults)
    {
        HashSet<string> generated =
        [
            .. GeneratedNames,
            .. registers.SelectMany(static register => register.Fields).SelectMany(static field => field.Resets).Where(static reset => reset.Kind is not null).Select(static reset => "Reset" + reset.Kind),
        ];
        if (hasCapabilities)
        {
            generated.Add("Capabilities");
        }

        foreach (ISymbol member in DeclaredMembers.Of(type).Where(IsOwn))
        {
            if (generated.Contains(member.Name) && !IsOverload(member))
            {
                faults.Add(BankDiagnostics.NameTaken, FaultSink.LocationOf(member), FaultSink.LocationOf(type), type.Name, member.Name);
            }
            else if (!member.Has(WellKnownNames.Register) && UnplacedMember.Is(member))
            {
                faults.Add(BankDiagnostics.NoOffset, FaultSink.LocationOf(member), FaultSink.LocationOf(type), type.Name, member.Name);
            }
        }
    }

    /// <summary>The names that the author has given to members, other than registers and hooks.</summary>
    public static IEnumerable<string> OwnNames(INamedTypeSymbol type) =>
        DeclaredMembers.Of(type).Where(static member => IsOwn(member) && !member.IsImplicitlyDeclared && member.CanBeReferencedByName && !member.Has(WellKnownNames.Register) && !IsHook(member))
            .Select(static member => member.Name)
            .Distinct()
            .OrderBy(static name => name, System.StringComparer.Ordinal);

    /// <summary>True if the author wrote the member, or the part with its body: in a compilation that contains the generator's output that is not certain.</summary>
    public static bool IsOwn(ISymbol member) =>
        Parts(member).SelectMany(static part => part.DeclaringSyntaxReferences)
            .Any(static reference => !reference.SyntaxTree.FilePath.EndsWith(".g.cs", System.StringComparison.Ordinal));

    private static IEnumerable<ISymbol> Parts(ISymbol member) => member is IMethodSymbol { PartialImplementationPart: { } body } ? [member, body] : [member];

    private static bool IsHook(ISymbol member) =>
        member is IMethodSymbol { ReturnsVoid: true } && member.Name.StartsWith("On", System.StringComparison.Ordinal)
        && member.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is MethodDeclarationSyntax syntax && IsPartial(syntax.Modifiers));

    // Overloads are the author's own business, unless they have the very parameters of the generated method.
    private static bool IsOverload(ISymbol member) => member is IMethodSymbol method && method.Name switch
    {
        "Read" or "Write" => method.Parameters.Length != 2
            || method.Parameters[0].Type.SpecialType != SpecialType.System_UInt64
            || method.Parameters[1].Type.Name != (method.Name == "Read" ? "Span" : "ReadOnlySpan"),
        _ => method.Parameters.Length != 0 || method.IsGenericMethod,
    };

    private static bool IsPartial(SyntaxTokenList modifiers) => modifiers.Any(static modifier => modifier.Text == "partial");
}
