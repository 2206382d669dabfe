using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Locking;

/// <summary>
/// With <c>lock_analysis = infer</c>: a private method without a contract requires the locks that its body needs and does not take. Its
/// callers are all in sight, so they are looked at instead, up to those that are not private or hand the method on.
/// </summary>
internal sealed class InferredRequirements
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ConcurrentQueue<Member>> _members = new(SymbolEqualityComparer.Default);
    private readonly LockScope _scope;

    public InferredRequirements(LockScope scope) => _scope = scope;

    public void Register(CompilationStartAnalysisContext context)
    {
        if (!context.Compilation.SyntaxTrees.Any(tree => _scope.Options.For(tree).Infers))
        {
            return;
        }

        context.RegisterSymbolStartAction(
            start =>
            {
                // The end of a type comes after its members and the types nested in it.
                var type = (INamedTypeSymbol)start.Symbol;
                if (type.ContainingType is null && type.DeclaringSyntaxReferences.Any(part => _scope.Options.For(part.SyntaxTree).Infers))
                {
                    start.RegisterSymbolEndAction(end => Report(type, end.ReportDiagnostic));
                }
            },
            SymbolKind.NamedType);
    }

    /// <summary>Takes what the flow of a member found out of its log and keeps it until the type has been seen whole.</summary>
    public void Add(LockAnalysis analysis)
    {
        var missing = analysis.Log.MissingLocks().Where(fault => IsNameable(fault.Lock) && !analysis.Acquired.Contains(fault.Lock)).ToImmutableArray();
        bool isCandidate = analysis.Owner is IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private, ExplicitInterfaceImplementations.IsEmpty: true } method
            && _scope.Contracts.Effects(method).IsEmpty;
        _members.GetOrAdd(Outermost(analysis.Owner), static _ => new ConcurrentQueue<Member>())
            .Enqueue(new Member(analysis.Owner.OriginalDefinition, isCandidate, isCandidate ? missing : ImmutableArray<(AccessPath, Diagnostic)>.Empty, analysis.Calls.ToImmutableArray(), analysis.HandedOn.ToImmutableArray()));
        if (isCandidate)
        {
            analysis.Withheld.UnionWith(missing.Select(static fault => fault.Fault));
        }
    }

    private void Report(INamedTypeSymbol type, Action<Diagnostic> report)
    {
        if (!_members.TryRemove(type, out ConcurrentQueue<Member>? queue))
        {
            return;
        }

        Member[] members = queue.ToArray();
        var called = new HashSet<ISymbol>(members.SelectMany(static member => member.Calls).Select(static call => call.Callee), SymbolEqualityComparer.Default);
        called.ExceptWith(members.SelectMany(static member => member.HandedOn));
        var required = new Dictionary<ISymbol, HashSet<AccessPath>>(SymbolEqualityComparer.Default);
        foreach (Member member in members)
        {
            if (member.IsCandidate && called.Contains(member.Symbol))
            {
                required[member.Symbol] = new HashSet<AccessPath>(member.Missing.Select(static fault => fault.Lock));
            }
            else
            {
                // Nobody calls it in sight, so nobody can be asked.
                member.Missing.ToList().ForEach(fault => report(fault.Fault));
            }
        }

        Propagate(members, required);
        foreach (Member member in members.Where(member => !required.ContainsKey(member.Symbol)))
        {
            foreach ((MethodCall call, AccessPath @lock) in Unmet(member, required))
            {
                ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Lock, @lock.ToString());
                report(Diagnostic.Create(CallContractRule.Requires, call.Site.GetLocation(), properties, call.Callee.Name, @lock, ", by what it does"));
            }
        }
    }

    private static void Propagate(Member[] members, Dictionary<ISymbol, HashSet<AccessPath>> required)
    {
        bool grows = true;
        while (grows)
        {
            grows = false;
            foreach (Member member in members)
            {
                if (required.TryGetValue(member.Symbol, out HashSet<AccessPath>? own))
                {
                    grows |= Unmet(member, required).ToList().Count(unmet => IsNameable(unmet.Lock) && own.Add(unmet.Lock)) > 0;
                }
            }
        }
    }

    /// <summary>The calls of methods whose requirements are not met there, a lock each.</summary>
    private static IEnumerable<(MethodCall Call, AccessPath Lock)> Unmet(Member member, Dictionary<ISymbol, HashSet<AccessPath>> required)
    {
        var seen = new HashSet<(SyntaxNode, AccessPath)>();
        foreach (MethodCall call in member.Calls)
        {
            foreach (AccessPath needed in required.TryGetValue(call.Callee, out HashSet<AccessPath>? locks) ? locks : Enumerable.Empty<AccessPath>())
            {
                AccessPath? @lock = needed.Root is not PathRoot.This ? needed : call.Receiver is { } receiver ? needed.Rebase(AccessPath.This, receiver) : null;
                if (@lock is not null && !call.Held.Contains(@lock) && seen.Add((call.Site, @lock)))
                {
                    yield return (call, @lock);
                }
            }
        }
    }

    private static bool IsNameable(AccessPath @lock) => @lock.Root is PathRoot.This or PathRoot.Static;

    private static INamedTypeSymbol Outermost(ISymbol member)
    {
        INamedTypeSymbol type = member.ContainingType;
        while (type.ContainingType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    private sealed record Member(ISymbol Symbol, bool IsCandidate, ImmutableArray<(AccessPath Lock, Diagnostic Fault)> Missing, ImmutableArray<MethodCall> Calls, ImmutableArray<ISymbol> HandedOn);
}
