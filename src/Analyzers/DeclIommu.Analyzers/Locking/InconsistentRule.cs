using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0027: a private field that is nearly always used under one lock has lost it somewhere, or wants to be declared.</summary>
internal static class InconsistentRule
{
    private const int MinimumUnderLock = 3;

    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.InconsistentLocking,
        "Member mostly used under a lock",
        "'{0}' is used without '{1}' here, but under it in {2} of {3} places: add GuardedBy(nameof({1})) or take the lock",
        RuleCategories.Locking,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A field used under a lock nearly everywhere is meant to be guarded by it.",
        helpLinkUri: RuleLinks.For(RuleIds.InconsistentLocking));

    public static void Register(CompilationStartAnalysisContext context, LockScope scope)
        => context.RegisterSymbolStartAction(
            start =>
            {
                var type = (INamedTypeSymbol)start.Symbol;
                ImmutableHashSet<ISymbol> locks = LocksOf(type);
                if (locks.IsEmpty)
                {
                    return;
                }

                var uses = new ConcurrentQueue<(IFieldSymbol Field, ISymbol? Lock, bool IsWrite, Location Place)>();
                start.RegisterOperationAction(operation => Collect(operation, scope, locks, uses), OperationKind.FieldReference);
                start.RegisterSymbolEndAction(end => Report(end, scope, uses.ToList()));
            },
            SymbolKind.NamedType);

    private static ImmutableHashSet<ISymbol> LocksOf(INamedTypeSymbol type)
    {
        ImmutableHashSet<ISymbol>.Builder? locks = null;
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsReadOnly: true, DeclaredAccessibility: Accessibility.Private } field
                && (field.Type.SpecialType is SpecialType.System_Object || PrimitiveContracts.PrimitiveOf(field.Type) is { Name: "Lock" }))
            {
                (locks ??= ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default)).Add(field);
            }
        }

        return locks is null ? ImmutableHashSet<ISymbol>.Empty : locks.ToImmutable();
    }

    private static void Collect(
        OperationAnalysisContext context, LockScope scope, ImmutableHashSet<ISymbol> locks, ConcurrentQueue<(IFieldSymbol Field, ISymbol? Lock, bool IsWrite, Location Place)> uses)
    {
        var reference = (IFieldReferenceOperation)context.Operation;
        IFieldSymbol field = reference.Field;
        if (field.DeclaredAccessibility is not Accessibility.Private || field.IsReadOnly || field.IsConst || field.IsVolatile || locks.Contains(field)
            || reference.Instance is not (null or IInstanceReferenceOperation) || context.ContainingSymbol is not IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor) } method
            || !scope.Contracts.Guards(field).IsEmpty || !scope.Contracts.Effects(method).IsEmpty)
        {
            return;
        }

        bool isWrite = AccessClassifier.Classify(reference) is AccessUsage.Write or AccessUsage.PassByReference;
        uses.Enqueue((field, LockAround(reference, locks), isWrite, reference.Syntax.GetLocation()));
    }

    private static ISymbol? LockAround(IOperation operation, ImmutableHashSet<ISymbol> locks)
    {
        for (IOperation? outer = operation; outer is not null; outer = outer.Parent)
        {
            if (outer is ILockOperation { LockedValue: IFieldReferenceOperation @lock } && locks.Contains(@lock.Field))
            {
                return @lock.Field;
            }

            if (outer.Syntax is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
            {
                return null;
            }
        }

        return null;
    }

    private static void Report(SymbolAnalysisContext context, LockScope scope, List<(IFieldSymbol Field, ISymbol? Lock, bool IsWrite, Location Place)> uses)
    {
        foreach (var field in uses.GroupBy(static use => use.Field, SymbolEqualityComparer.Default))
        {
            var common = field.Where(static use => use.Lock is not null).GroupBy(static use => use.Lock, SymbolEqualityComparer.Default)
                .OrderByDescending(static group => group.Count()).FirstOrDefault();
            int total = field.Count();
            if (common is null || common.Count() < MinimumUnderLock || common.Count() * 4 < total * 3 || !field.Any(static use => use.IsWrite))
            {
                continue;
            }

            ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Lock, common.Key!.Name);
            foreach ((_, _, _, Location place) in field.Where(use => use.Lock is null).OrderBy(static use => use.Place.SourceSpan.Start))
            {
                DiagnosticSeverity severity = scope.Options.For(place.SourceTree!).Infers ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptor, place, severity, new[] { field.Key!.Locations[0] }, properties, field.Key.Name, common.Key.Name, common.Count(), total));
            }
        }
    }
}
