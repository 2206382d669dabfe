using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0021: an override or implementation asks for no more, and does no less, than what it stands in for.</summary>
internal static class OverrideRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.OverrideContract,
        "Override does not keep the lock contract",
        "'{0}' {1} '{2}', but '{3}', which it stands in for, {4}",
        RuleCategories.Locking,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A caller that sees the base member goes by its contract.",
        helpLinkUri: RuleLinks.For(RuleIds.OverrideContract));

    public static void Register(CompilationStartAnalysisContext context, LockScope scope)
        => context.RegisterSymbolAction(symbol => Check(symbol, scope), SymbolKind.Method);

    private static void Check(SymbolAnalysisContext context, LockScope scope)
    {
        var method = (IMethodSymbol)context.Symbol;
        // Of two members that stand in for each other both have the name, or neither.
        if (!scope.Attributes.MayCarry(method) && method.OverriddenMethod is null)
        {
            return;
        }

        MethodContract own = scope.Contracts.Effects(method);
        foreach (IMethodSymbol inherited in Inherited(method))
        {
            MethodContract declared = scope.Contracts.Effects(inherited);
            MethodContract promised = inherited.ContainingType.TypeKind is TypeKind.Interface ? scope.Contracts.Implemented(declared, method.ContainingType) : declared;
            // The framework's interfaces say nothing of locks, neither one way nor the other.
            bool isSilent = promised.IsEmpty && inherited.DeclaringSyntaxReferences.IsEmpty;
            if (!isSilent && !ReferenceEquals(own, promised) && Difference(own, promised) is { } difference)
            {
                Location place = (method.AssociatedSymbol ?? method).Locations[0];
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptor, place, method.Name, difference.Own, difference.Lock, inherited.ContainingType.Name + "." + inherited.Name, difference.Promised));
                return;
            }
        }
    }

    private static (string Own, string Lock, string Promised)? Difference(MethodContract own, MethodContract promised)
    {
        foreach (LockEffect effect in own.Effects)
        {
            bool isPromised = promised.Effects.Any(other => IsMet(effect, other));
            if (!isPromised && Demand(effect.Kind) is { } verb)
            {
                return (verb, effect.Lock.Text, "does not");
            }
        }

        foreach (LockEffect effect in promised.Effects)
        {
            bool isKept = own.Effects.Any(other => IsSame(effect, other));
            if (!isKept && effect.Kind is LockEffectKind.Acquire or LockEffectKind.Release or LockEffectKind.TryAcquire or LockEffectKind.Assert)
            {
                return ("does not do to", effect.Lock.Text, "says so");
            }
        }

        return null;
    }

    private static string? Demand(LockEffectKind kind) => kind switch
    {
        LockEffectKind.Require => "requires",
        LockEffectKind.Exclude or LockEffectKind.RequireNotHeld => "excludes",
        LockEffectKind.Acquire or LockEffectKind.TryAcquire => "acquires",
        LockEffectKind.Release => "releases",
        _ => null,
    };

    /// <summary>Whether a demand of the override is one that callers already meet.</summary>
    private static bool IsMet(LockEffect effect, LockEffect promised)
        => IsSameLock(effect, promised) && effect.Kind switch
        {
            LockEffectKind.Require => promised.Kind is LockEffectKind.Require && (promised.Mode == effect.Mode || promised.Mode is LockMode.Exclusive)
                || promised.Kind is LockEffectKind.Release,
            LockEffectKind.Exclude => promised.Kind is LockEffectKind.Exclude or LockEffectKind.RequireNotHeld or LockEffectKind.Acquire,
            _ => IsSame(effect, promised),
        };

    private static bool IsSame(LockEffect first, LockEffect second)
        => first.Kind == second.Kind && first.Mode == second.Mode && first.Success == second.Success && IsSameLock(first, second);

    private static bool IsSameLock(LockEffect first, LockEffect second)
        => first.Lock.Root == second.Lock.Root && first.Lock.Ordinal == second.Lock.Ordinal && SymbolEqualityComparer.Default.Equals(first.Lock.Symbol, second.Lock.Symbol)
            && first.Lock.Segments.SequenceEqual(second.Lock.Segments);

    private static IEnumerable<IMethodSymbol> Inherited(IMethodSymbol method)
    {
        if (method.OverriddenMethod is { } overridden)
        {
            yield return overridden;
        }

        foreach (IMethodSymbol implemented in ImplementedMethods.Of(method))
        {
            yield return implemented;
        }
    }
}
