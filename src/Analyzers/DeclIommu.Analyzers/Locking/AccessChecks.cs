using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Checks that guarded members and the objects behind guarded references are touched under their locks.</summary>
internal sealed class AccessChecks
{
    private readonly LockAnalysis _analysis;

    public AccessChecks(LockAnalysis analysis) => _analysis = analysis;

    public void Check(IOperation operation, FlowState state)
    {
        switch (operation)
        {
            case IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol or IEventSymbol } reference:
                CheckMember(reference, state);
                CheckPointee(reference.Instance, AccessClassifier.ClassifyMember(reference), state);
                break;
            case IInvocationOperation { Instance: { } instance } call:
                CheckPointee(instance, AccessClassifier.ClassifyCall(call, instance.Type), state);
                break;
            case IArrayElementReferenceOperation element:
                CheckPointee(element.ArrayReference, AccessClassifier.Classify(element), state);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.None } argument when !IsLockArgument(argument):
                CheckPointee(argument.Value, AccessUsage.Read, state);
                break;
            case ISimpleAssignmentOperation assignment:
                ReturnedReferences.Check(_analysis, assignment, state);
                break;
            case IFlowCaptureReferenceOperation or ILocalReferenceOperation { Local.IsRef: true }:
                CheckAlias(operation, state);
                break;
        }
    }

    private void CheckMember(IMemberReferenceOperation reference, FlowState state)
    {
        ImmutableArray<Guard> guards = _analysis.Contracts.Guards(reference.Member);
        if (guards.IsEmpty || IsFresh(reference))
        {
            return;
        }

        AccessUsage usage = AccessClassifier.Classify(reference);
        if (usage is AccessUsage.Write && AccessClassifier.IsContentOnly(reference) && guards.Any(static guard => guard.Kind is GuardKind.Pointee))
        {
            usage = AccessUsage.Read;
        }

        AccessPath? receiver = reference.Instance is null ? null : _analysis.Paths.Evaluate(reference.Instance, state);
        CheckGuards(guards, reference.Member, receiver, usage, reference.Syntax, state);
    }

    // A captured place or a ref local stands for the member it was taken from.
    private void CheckAlias(IOperation operation, FlowState state)
    {
        AccessUsage usage = AccessClassifier.Classify(operation);
        bool isCapture = operation is IFlowCaptureReferenceOperation;
        if (usage is AccessUsage.None || (isCapture && usage is AccessUsage.Read or AccessUsage.PassByReference))
        {
            return;
        }

        if (_analysis.Paths.TryEvaluate(operation, state) is { LastSymbol: { } member } path and not { IsRootOnly: true, Root: not PathRoot.Static })
        {
            CheckGuards(_analysis.Contracts.Guards(member), member, path.IsRootOnly ? null : path.Parent(), usage, operation.Syntax, state);
        }
    }

    private void CheckPointee(IOperation? instance, AccessUsage usage, FlowState state)
    {
        IOperation? bare = instance is IConversionOperation { OperatorMethod: null, IsImplicit: true } conversion ? conversion.Operand : instance;
        if (bare is null or IInstanceReferenceOperation || usage is AccessUsage.None || _analysis.Paths.TryEvaluate(bare, state) is not { } name)
        {
            return;
        }

        // A variable that was filled under the lock still leads to the collection, or shows it.
        bool isLocal = bare is ILocalReferenceOperation { Local.IsRef: false };
        AccessPath path = isLocal ? _analysis.Views.Resolve(name) : name;
        bool isView = !path.Equals(name);
        bool isAlias = isLocal && AccessClassifier.IsShared(LockAnalysis.TypeOf(path));
        if (path.LastSymbol is not { } member || (!isView && !isAlias && bare.Type is not { IsReferenceType: true }))
        {
            return;
        }

        foreach (Guard guard in _analysis.Contracts.Guards(member))
        {
            bool isEscaped = isAlias && guard.Kind is GuardKind.All;
            if (!(guard.Kind is GuardKind.Pointee || isEscaped) || IsExempt(member, path.Parent(), bare.Syntax, state))
            {
                continue;
            }

            LockMode mode = usage is AccessUsage.Read ? LockMode.Shared : LockMode.Exclusive;
            foreach (LockTemplate template in guard.Locks)
            {
                if (template.Instantiate(path.Parent(), static _ => null, member.ContainingType) is { } @lock)
                {
                    bool isFault = LockFacts.IsMissing(_analysis, state, @lock, mode);
                    _analysis.Record(isEscaped ? EscapeRule.Descriptor : GuardedMemberRule.Pointee, bare.Syntax.GetLocation(), @lock.ToString(), isFault, state, path, @lock, LockFacts.NearMatch(state, @lock));
                }
            }
        }
    }

    private void CheckGuards(ImmutableArray<Guard> guards, ISymbol member, AccessPath? receiver, AccessUsage usage, SyntaxNode syntax, FlowState state)
    {
        if (guards.IsEmpty || usage is AccessUsage.None || IsExempt(member, receiver, syntax, state))
        {
            return;
        }

        foreach (Guard guard in guards)
        {
            if (guard.Kind is GuardKind.Pointee || (guard.Kind is GuardKind.WriteOnly && usage is AccessUsage.Read))
            {
                continue;
            }

            if (guard.Kind is GuardKind.Any && usage is AccessUsage.Read)
            {
                CheckAny(guard, member, receiver, syntax, state);
                continue;
            }

            foreach (LockTemplate template in guard.Locks)
            {
                if (template.Instantiate(receiver, static _ => null, member.ContainingType) is { } @lock)
                {
                    bool isFault = LockFacts.IsMissing(_analysis, state, @lock, usage is AccessUsage.Read ? LockMode.Shared : LockMode.Exclusive);
                    Record(usage, member, @lock, isFault, syntax, state, LockFacts.NearMatch(state, @lock));
                }
            }
        }
    }

    private void CheckAny(Guard guard, ISymbol member, AccessPath? receiver, SyntaxNode syntax, FlowState state)
    {
        var names = new List<string>();
        bool isHeld = false;
        foreach (LockTemplate template in guard.Locks)
        {
            if (template.Instantiate(receiver, static _ => null, member.ContainingType) is { } @lock)
            {
                names.Add(@lock.ToString());
                isHeld |= !LockFacts.IsMissing(_analysis, state, @lock, LockMode.Shared);
            }
        }

        Record(AccessUsage.Read, member, string.Join("' or '", names), !isHeld, syntax, state, "");
    }

    private void Record(AccessUsage usage, ISymbol member, object @lock, bool isFault, SyntaxNode syntax, FlowState state, string note)
    {
        DiagnosticDescriptor rule = usage switch
        {
            AccessUsage.Read => GuardedMemberRule.Read,
            AccessUsage.Write => GuardedMemberRule.Write,
            _ => EscapeRule.Descriptor,
        };
        _analysis.Record(rule, syntax.GetLocation(), @lock.ToString(), isFault, state, member.Name, @lock, note);
    }

    private bool IsExempt(ISymbol member, AccessPath? receiver, SyntaxNode place, FlowState state)
    {
        if (!member.IsStatic && receiver is { Root: PathRoot.This } && _analysis.Options.IsAlone(_analysis.Owner))
        {
            return true;
        }

        if (_analysis.Options.ChecksConstructors)
        {
            return false;
        }

        if (FreshObjects.IsFresh(receiver, place))
        {
            return true;
        }

        if (member.IsStatic)
        {
            return (_analysis.IsStaticConstructor || _analysis.IsInitializer) && SymbolEqualityComparer.Default.Equals(member.ContainingType, _analysis.Owner.ContainingType);
        }

        return (_analysis.IsConstructor || _analysis.IsInitializer) && !state.ThisEscaped && receiver is { Root: PathRoot.This };
    }

    /// <summary>An object that is locked is not touched by that.</summary>
    private static bool IsLockArgument(IArgumentOperation argument)
        => argument.Parent is IInvocationOperation { TargetMethod.ContainingType: { Name: "Monitor" } type } && PrimitiveContracts.PrimitiveOf(type) is not null;

    /// <summary>A member of an object initializer: the object is not yet known to anyone.</summary>
    private static bool IsFresh(IMemberReferenceOperation reference)
        => AccessClassifier.IsInInitializer(reference.Syntax);
}
