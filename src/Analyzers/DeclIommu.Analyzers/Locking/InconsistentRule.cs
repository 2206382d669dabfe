using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
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

    /// <summary>Looks at the sources in which what is found is a warning, or at the others.</summary>
    /// <remarks>An action at the start of each type would make every analyzer of the build slower: the compiler then keeps books for all symbols. So each source looks at the types declared in it.</remarks>
    public static void Register(CompilationStartAnalysisContext context, LockScope scope, bool warns)
        => context.RegisterSemanticModelAction(model =>
        {
            if (scope.Options.For(model.SemanticModel.SyntaxTree).Infers != warns)
            {
                return;
            }

            foreach (INamedTypeSymbol type in LockingTypes.DeclaredIn(model.SemanticModel, model.CancellationToken))
            {
                ImmutableHashSet<ISymbol> locks = LocksOf(type);
                if (!locks.IsEmpty && type.GetMembers().OfType<IFieldSymbol>().Any(field => IsCandidate(field, scope, locks)))
                {
                    Report(model, scope, Collect(type, scope, locks, model));
                }
            }
        });

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

    private static List<Use> Collect(INamedTypeSymbol type, LockScope scope, ImmutableHashSet<ISymbol> locks, SemanticModelAnalysisContext context)
    {
        var uses = new List<Use>();
        foreach (MemberBody member in LockingTypes.Bodies(type, context.SemanticModel, context.CancellationToken))
        {
            // Fields of nested types are theirs.
            if (SymbolEqualityComparer.Default.Equals(member.Owner.ContainingType, type) && member.Owner is IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor) } method && scope.Contracts.Effects(method).IsEmpty)
            {
                uses.AddRange(member.Blocks.SelectMany(static block => block.DescendantsAndSelf()).OfType<IFieldReferenceOperation>().Where(reference => IsShared(reference, scope, locks))
                    .Select(reference => new Use(
                        reference.Field, LockAround(reference, locks), AccessClassifier.Classify(reference) is AccessUsage.Write or AccessUsage.PassByReference, reference.Syntax.GetLocation())));
            }
        }

        return uses;
    }

    private static bool IsShared(IFieldReferenceOperation reference, LockScope scope, ImmutableHashSet<ISymbol> locks)
        => reference.Instance is null or IInstanceReferenceOperation && IsCandidate(reference.Field, scope, locks);

    private static bool IsCandidate(IFieldSymbol field, LockScope scope, ImmutableHashSet<ISymbol> locks)
        => field is { DeclaredAccessibility: Accessibility.Private, IsReadOnly: false, IsConst: false, IsVolatile: false } && !locks.Contains(field) && scope.Contracts.Guards(field).IsEmpty;

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

    private static void Report(SemanticModelAnalysisContext context, LockScope scope, List<Use> uses)
    {
        foreach (IGrouping<ISymbol?, Use> field in uses.GroupBy(static use => use.Field, SymbolEqualityComparer.Default))
        {
            IGrouping<ISymbol?, Use>? common = field.Where(static use => use.Lock is not null).GroupBy(static use => use.Lock, SymbolEqualityComparer.Default)
                .OrderByDescending(static group => group.Count()).FirstOrDefault();
            int total = field.Count();
            if (common is null || common.Count() < MinimumUnderLock || common.Count() * 4 < total * 3 || !field.Any(static use => use.IsWrite))
            {
                continue;
            }

            SyntaxTree tree = context.SemanticModel.SyntaxTree;
            ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Lock, common.Key!.Name);
            foreach (Use use in field.Where(use => use.Lock is null && use.Place.SourceTree == tree).OrderBy(static use => use.Place.SourceSpan.Start))
            {
                DiagnosticSeverity severity = scope.Options.For(tree).Infers ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptor, use.Place, severity, new[] { field.Key!.Locations[0] }, properties, field.Key.Name, common.Key.Name, common.Count(), total));
            }
        }
    }

    private sealed record Use(IFieldSymbol Field, ISymbol? Lock, bool IsWrite, Location Place);
}
