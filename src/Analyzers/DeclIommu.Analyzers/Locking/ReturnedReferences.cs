using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0020 where a value leaves: at returns, and where it is put into an unguarded field or a parameter of the caller.</summary>
internal static class ReturnedReferences
{
    /// <summary>What is returned must not need a lock that is free by then.</summary>
    public static void Check(LockAnalysis analysis, IMethodSymbol? function, FlowExit exit)
    {
        foreach (IOperation value in exit.Value is null ? Enumerable.Empty<IOperation>() : Parts(exit.Value))
        {
            if (analysis.Views.Of(value, exit.State) is not { LastSymbol: { } member } path)
            {
                continue;
            }

            foreach (Guard guard in analysis.Contracts.Guards(member))
            {
                LockMode? mode = function switch
                {
                    { ReturnsByRef: true } when guard.Kind is GuardKind.All or GuardKind.Any or GuardKind.WriteOnly => LockMode.Exclusive,
                    { ReturnsByRefReadonly: true } when guard.Kind is GuardKind.All or GuardKind.Any => LockMode.Shared,
                    { ReturnsByRef: false, ReturnsByRefReadonly: false } when guard.Kind is GuardKind.Pointee => LockMode.Shared,
                    { ReturnsByRef: false, ReturnsByRefReadonly: false } when guard.Kind is GuardKind.All && AccessClassifier.IsShared(LockAnalysis.TypeOf(path)) => LockMode.Shared,
                    _ => null,
                };
                foreach (AccessPath @lock in mode is null ? Enumerable.Empty<AccessPath>() : Locks(guard, member, path))
                {
                    bool isFault = LockFacts.IsMissing(analysis, exit.State, @lock, mode!.Value);
                    analysis.Record(EscapeRule.Descriptor, value.Syntax.GetLocation(), @lock.ToString(), isFault, exit.State, path, @lock, "");
                }
            }
        }
    }

    /// <summary>A guarded collection is not put where the lock does not reach.</summary>
    public static void Check(LockAnalysis analysis, ISimpleAssignmentOperation assignment, FlowState state)
    {
        bool isOut = assignment.Target is IParameterReferenceOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref };
        if ((!isOut && assignment.Target is not IFieldReferenceOperation) || assignment.IsRef || analysis.IsConstructor || analysis.IsInitializer
            || AccessClassifier.IsInInitializer(assignment.Target.Syntax) || analysis.Views.Of(assignment.Value, state) is not { LastSymbol: { } member } path
            || !AccessClassifier.IsShared(LockAnalysis.TypeOf(path)))
        {
            return;
        }

        ISymbol target = assignment.Target is IFieldReferenceOperation field ? field.Field : ((IParameterReferenceOperation)assignment.Target).Parameter;
        var kept = new HashSet<ISymbol?>(analysis.Contracts.Guards(target).SelectMany(static guard => guard.Locks).Select(static @lock => @lock.LastSymbol), SymbolEqualityComparer.Default);
        foreach (Guard guard in analysis.Contracts.Guards(member))
        {
            foreach (AccessPath @lock in guard.Kind is GuardKind.All ? Locks(guard, member, path) : Enumerable.Empty<AccessPath>())
            {
                // The caller who holds the lock may have what it guards.
                bool isCallers = isOut && LockFacts.Find(state, @lock) is { Origin: LockOrigin.Declared };
                if (!isCallers && !kept.Contains(@lock.LastSymbol))
                {
                    analysis.Record(EscapeRule.Descriptor, assignment.Value.Syntax.GetLocation(), @lock.ToString(), isFault: true, state, path, @lock, " through '" + target.Name + "'");
                }
            }
        }
    }

    private static IEnumerable<AccessPath> Locks(Guard guard, ISymbol member, AccessPath path)
        => guard.Locks.Select(template => template.Instantiate(path.IsRootOnly ? null : path.Parent(), static _ => null, member.ContainingType)).Where(static @lock => @lock is not null)!;

    private static IEnumerable<IOperation> Parts(IOperation value) => value switch
    {
        ITupleOperation tuple => tuple.Elements.SelectMany(Parts),
        IConversionOperation { OperatorMethod: null, Operand: ITupleOperation tuple } => Parts(tuple),
        _ => new[] { value },
    };
}
