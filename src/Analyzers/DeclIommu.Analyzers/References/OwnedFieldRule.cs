using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

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

        var members = new ConcurrentDictionary<IMethodSymbol, FieldReleases>(SymbolEqualityComparer.Default);
        context.RegisterOperationBlockAction(block => Summarize(block, type, scope, members));
        context.RegisterSymbolEndAction(end => Judge(end, type, fields, scope, members));
    }

    private static void Summarize(OperationBlockAnalysisContext context, INamedTypeSymbol type, ReferenceScope scope, ConcurrentDictionary<IMethodSymbol, FieldReleases> members)
    {
        if (context.OwningSymbol is not IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) } method
            || (method.IsStatic && Released(method, type, scope) is null)
            || !SymbolEqualityComparer.Default.Equals(method.ContainingType, type) || context.OperationBlocks.FirstOrDefault(static block => block is IBlockOperation) is not { } body)
        {
            return;
        }

        var analysis = new ReferenceAnalysis(scope, method, context.OperationBlocks, context.CancellationToken) { TracksOwnCalls = true };
        analysis.Log.IsMuted = true;
        var flow = new FunctionFlow(analysis, context.GetControlFlowGraph(body), method, outer: null);
        flow.Run(FlowState.Empty);
        AccessPath instance = Released(method, type, scope) is { } parameter ? AccessPath.Parameter(parameter) : AccessPath.This;
        members[method.OriginalDefinition] = new FieldReleases(analysis, flow.Exits, context.OperationBlocks, instance);
    }

    private static void Judge(SymbolAnalysisContext context, INamedTypeSymbol type, ImmutableArray<ISymbol> fields, ReferenceScope scope, ConcurrentDictionary<IMethodSymbol, FieldReleases> members)
    {
        List<IMethodSymbol> roots = members.Keys.Where(method => Releases(method, type, scope)).OrderBy(static method => method.Name, System.StringComparer.Ordinal).ToList();
        bool isCounted = scope.Contracts.IsCounted(type);
        foreach (ISymbol field in fields)
        {
            if (roots.Count == 0)
            {
                Report(context, field, DiagnosticSeverity.Warning, "'" + type.Name + "' has no member that releases or disposes of it");
                continue;
            }

            HashSet<IMethodSymbol> reached = Reach(roots, members);

            // Of a counted object the last release may leave the clean-up to whoever made it.
            IEnumerable<FieldReleases> family = isCounted ? members.Values : reached.Select(method => members[method]);
            if (!family.Any(member => member.MayRelease(field)))
            {
                Report(context, field, DiagnosticSeverity.Warning, "'" + roots[0].Name + "' does not release it");
            }
            else if (!isCounted)
            {
                Skipped(context, field, new SkippedReleases(members, reached));
            }
        }
    }

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

    private static HashSet<IMethodSymbol> Reach(List<IMethodSymbol> roots, ConcurrentDictionary<IMethodSymbol, FieldReleases> members)
    {
        var reached = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var work = new Stack<IMethodSymbol>(roots);
        while (work.Count > 0)
        {
            IMethodSymbol method = work.Pop();
            if (members.TryGetValue(method, out FieldReleases? member) && reached.Add(method))
            {
                foreach (IMethodSymbol callee in member.Calls)
                {
                    work.Push(callee);
                }
            }
        }

        return reached;
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
            || method.MethodKind is MethodKind.Destructor
            || IsCalledByBase(method, scope);

    /// <summary>Whether a base type that is released or disposed of may leave the work to the override.</summary>
    private static bool IsCalledByBase(IMethodSymbol method, ReferenceScope scope)
    {
        INamedTypeSymbol? origin = method.OverriddenMethod?.ContainingType;
        return origin is { SpecialType: SpecialType.None } && method.MethodKind is MethodKind.Ordinary
            && (scope.Contracts.IsCounted(origin) || origin.AllInterfaces.Any(static contract => contract is { Name: "IDisposable" or "IAsyncDisposable", ContainingNamespace.Name: "System" }));
    }

    private static void Report(SymbolAnalysisContext context, ISymbol field, DiagnosticSeverity severity, string what, Location? end = null)
        => context.ReportDiagnostic(Diagnostic.Create(Descriptor, field.Locations[0], severity, end is { IsInSource: true } ? new[] { end } : null, properties: null, field.Name, what));
}
