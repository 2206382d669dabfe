using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.RuntimeChecks;

/// <summary>Reads the contracts of a partial type that can be asserted at run time.</summary>
internal static class AssertedTypeParser
{
    public static AssertedType? Parse(GeneratorSyntaxContext context)
    {
        var declaration = (TypeDeclarationSyntax)context.Node;
        if (context.SemanticModel.GetDeclaredSymbol(declaration) is not INamedTypeSymbol { IsStatic: false } type
            || type.DeclaringSyntaxReferences[0].GetSyntax() != declaration)
        {
            return null;
        }

        var attributes = new AttributeSource(context.SemanticModel.Compilation, ImmutableDictionary<string, ImmutableArray<ContractAttribute>>.Empty);
        if (!attributes.IsActive)
        {
            return null;
        }

        var contracts = new ContractReader(context.SemanticModel.Compilation, attributes);
        var assertions = new List<string>();
        foreach (ISymbol member in type.GetMembers())
        {
            if (!member.IsStatic)
            {
                assertions.AddRange(Of(member, contracts));
            }
        }

        if (assertions.Count == 0)
        {
            return null;
        }

        string @namespace = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();
        string hint = (@namespace.Length == 0 ? "" : @namespace + ".") + string.Join(".", Outwards(type).Reverse().Select(static outer => outer.MetadataName)).Replace('`', '_') + ".AssertLocks.g.cs";
        return new AssertedType(hint, @namespace, string.Join("\n", Outwards(type).Reverse().Select(Header)), string.Join("\n", assertions.Distinct()));
    }

    private static IEnumerable<string> Of(ISymbol member, ContractReader contracts)
    {
        IEnumerable<(LockTemplate Lock, LockMode Mode)> locks = member switch
        {
            IMethodSymbol { MethodKind: MethodKind.Ordinary } method => contracts.Effects(method).Effects
                .Where(static effect => effect.Kind is LockEffectKind.Require)
                .Select(static effect => (effect.Lock, effect.Mode)),
            IFieldSymbol or IPropertySymbol => contracts.Guards(member)
                .Where(static guard => guard.Kind is GuardKind.All)
                .SelectMany(static guard => guard.Locks.Select(static @lock => (@lock, LockMode.Shared))),
            _ => Enumerable.Empty<(LockTemplate, LockMode)>(),
        };
        foreach ((LockTemplate @lock, LockMode mode) in locks)
        {
            if (@lock.Root is TemplateRoot.This or TemplateRoot.Static && @lock.LastSymbol is { } symbol && Condition(@lock.Text, symbol, mode) is { } condition)
            {
                yield return member.Name + "\t" + condition + "\t" + @lock.Text;
            }
        }
    }

    private static string? Condition(string text, ISymbol @lock, LockMode mode)
    {
        ITypeSymbol? type = @lock switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            _ => null,
        };
        return PrimitiveContracts.PrimitiveOf(type)?.Name switch
        {
            "Lock" => text + ".IsHeldByCurrentThread",
            "SpinLock" => "!" + text + ".IsThreadOwnerTrackingEnabled || " + text + ".IsHeldByCurrentThread",
            "ReaderWriterLockSlim" when mode is LockMode.Exclusive => text + ".IsWriteLockHeld",
            "ReaderWriterLockSlim" => text + ".IsReadLockHeld || " + text + ".IsUpgradeableReadLockHeld || " + text + ".IsWriteLockHeld",
            null when type is { SpecialType: SpecialType.System_Object } => "global::System.Threading.Monitor.IsEntered(" + text + ")",
            _ => null,
        };
    }

    private static IEnumerable<INamedTypeSymbol> Outwards(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type; outer is not null; outer = outer.ContainingType)
        {
            yield return outer;
        }
    }

    private static string Header(INamedTypeSymbol type)
    {
        string kind = (type.IsRecord, type.TypeKind) switch
        {
            (true, TypeKind.Struct) => "record struct",
            (true, _) => "record",
            (_, TypeKind.Struct) => "struct",
            _ => "class",
        };
        string parameters = type.TypeParameters.IsEmpty ? "" : "<" + string.Join(", ", type.TypeParameters.Select(static parameter => parameter.Name)) + ">";
        return "partial " + kind + " " + type.Name + parameters;
    }
}
