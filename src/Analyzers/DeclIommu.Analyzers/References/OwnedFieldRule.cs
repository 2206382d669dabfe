using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.References;

/// <summary>DIR0009: what an owned field holds is released when the object that has the field is.</summary>
internal static class OwnedFieldRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.OwnedFieldNotReleased,
        "Owned field not released",
        "The reference in '{0}' is owned, but {1}",
        RuleCategories.References,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A type that owns references releases them in the member that releases or disposes of its instances, also where that member throws.",
        helpLinkUri: RuleLinks.For(RuleIds.OwnedFieldNotReleased));

    private static readonly ImmutableDictionary<string, string?> s_leftAlone = ImmutableDictionary<string, string?>.Empty.Add(FixProperties.IsLeftAlone, "");

    public static void Register(CompilationStartAnalysisContext context, ReferenceScope scope)
    {
        if (scope.Contracts.Attributes.IsActive)
        {
            context.RegisterSymbolStartAction(start => Register(start, scope), SymbolKind.NamedType);
        }
    }

    private static void Register(SymbolStartAnalysisContext context, ReferenceScope scope)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        ImmutableArray<ISymbol> fields = type.GetMembers()
            .Where(member => !member.IsStatic && member is IFieldSymbol { AssociatedSymbol: null } or IPropertySymbol && scope.Contracts.IsOwned(member) && !Pools.Is(member, type, scope.Contracts))
            .ToImmutableArray();
        if (fields.IsEmpty || scope.Contracts.IsUnchecked(type))
        {
            return;
        }

        var members = new ReleasingMembers(scope);
        context.RegisterOperationBlockAction(block => Note(block, type, scope, members));
        context.RegisterSymbolEndAction(end => Judge(end, type, fields, scope, members));
    }

    private static void Note(OperationBlockAnalysisContext context, INamedTypeSymbol type, ReferenceScope scope, ReleasingMembers members)
    {
        if (context.OwningSymbol is not IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) } method || !SymbolEqualityComparer.Default.Equals(method.ContainingType, type))
        {
            return;
        }

        IParameterSymbol? released = Released(method, type, scope);
        if (!method.IsStatic || released is not null)
        {
            members.Add(method, new MemberBody(method, context.OperationBlocks, context.GetControlFlowGraph), released is null ? AccessPath.This : AccessPath.Parameter(released));
        }
    }

    private static void Judge(SymbolAnalysisContext context, INamedTypeSymbol type, ImmutableArray<ISymbol> fields, ReferenceScope scope, ReleasingMembers members)
    {
        var disposal = new BaseDisposal(type, method => Releases(method, method.ContainingType, scope), context.Compilation, context.CancellationToken);
        List<IMethodSymbol> roots = members.Methods.Where(method => Releases(method, type, scope) || (IsOverride(method, scope) && (scope.Contracts.IsCounted(type) || disposal.Reaches(method)))).OrderBy(static method => method.Name, System.StringComparer.Ordinal).ToList();
        if (roots.Count == 0)
        {
            foreach (ISymbol field in fields)
            {
                IMethodSymbol? idle = members.Methods.FirstOrDefault(method => IsOverride(method, scope) && members.Of(method, context.CancellationToken)?.MayRelease(field) is true);
                Report(context, field, DiagnosticSeverity.Warning, idle is null ? "'" + type.Name + "' has no member that releases or disposes of it" : "nothing that disposes of the object calls '" + idle.Name + "'");
            }

            return;
        }

        var reached = new ReachedReleases(members, roots, context.CancellationToken);
        bool isCounted = scope.Contracts.IsCounted(type);
        foreach (ISymbol field in fields)
        {
            // Of a counted object the last release may leave the clean-up to whoever made it.
            if (!reached.MayRelease(field) && !(isCounted && reached.OthersMayRelease(field)))
            {
                Report(context, field, DiagnosticSeverity.Warning, NameOf(roots, type, scope) + " does not release it", properties: s_leftAlone);
            }
            else if (!isCounted)
            {
                Skipped(context, field, new SkippedReleases(reached));
            }
        }
    }

    // Of several overrides that the disposal of the base gets to, none is the one that should.
    private static string NameOf(List<IMethodSymbol> roots, INamedTypeSymbol type, ReferenceScope scope)
        => (roots.FirstOrDefault(method => Releases(method, type, scope)) ?? (roots.Count == 1 ? roots[0] : null)) is { } member ? "'" + member.Name + "'" : "what the disposal of its base calls";

    /// <summary>The paths on which a member that releases the field does not.</summary>
    private static void Skipped(SymbolAnalysisContext context, ISymbol field, SkippedReleases skipped)
    {
        if (skipped.ByReturn(field) is var (returning, end) && returning is not null)
        {
            string path = end is { IsInSource: true } ? "the path that ends in line " + (end.GetLineSpan().StartLinePosition.Line + 1).ToString(CultureInfo.InvariantCulture) : "every path";
            Report(context, field, DiagnosticSeverity.Warning, "'" + returning.Name + "' does not release it on " + path, end);
        }
        else if (skipped.ByElement(field) is { } losing)
        {
            Report(context, field, DiagnosticSeverity.Warning, "'" + losing.Name + "' does not release all of what is in it");
        }
        else if (skipped.ByException(field) is var (member, severity) && member is not null)
        {
            Report(context, field, severity, "'" + member.Name + "' does not release it when an exception is thrown");
        }
    }

    /// <summary>The instance that a static member takes over.</summary>
    private static IParameterSymbol? Released(IMethodSymbol method, INamedTypeSymbol type, ReferenceScope scope)
        => method.IsStatic
            ? method.Parameters.FirstOrDefault(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, type) && scope.Contracts.Of(method).Parameter(parameter.Ordinal).Kind is ParameterOwnershipKind.Consumes)
            : null;

    private static bool Releases(IMethodSymbol method, INamedTypeSymbol type, ReferenceScope scope)
        => Released(method, type, scope) is not null
            || scope.Contracts.Of(method).Receiver is ReceiverEffect.Releases
            || method is { Name: "DisposeAsync" or "System.IDisposable.Dispose" or "System.IAsyncDisposable.DisposeAsync", Parameters.IsEmpty: true }
            || (method.Name is "Dispose" && (method.Parameters.IsEmpty || method.Parameters is { Length: 1 } && method.Parameters[0].Type.SpecialType is SpecialType.System_Boolean))
            || method.MethodKind is MethodKind.Destructor;

    /// <summary>Whether a base type that is released or disposed of could leave the work to the override.</summary>
    private static bool IsOverride(IMethodSymbol method, ReferenceScope scope)
    {
        INamedTypeSymbol? origin = method.OverriddenMethod?.ContainingType;
        return origin is { SpecialType: SpecialType.None } && method.MethodKind is MethodKind.Ordinary
            && (scope.Contracts.IsCounted(origin) || origin.AllInterfaces.Any(static contract => contract is { Name: "IDisposable" or "IAsyncDisposable", ContainingNamespace.Name: "System" }));
    }

    private static void Report(SymbolAnalysisContext context, ISymbol field, DiagnosticSeverity severity, string what, Location? end = null, ImmutableDictionary<string, string?>? properties = null)
        => context.ReportDiagnostic(Diagnostic.Create(Descriptor, field.Locations[0], severity, end is { IsInSource: true } ? new[] { end } : null, properties, field.Name, what));
}
