using System.Collections.Generic;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Follows what a function knows of counts: which of them, and which copies of them, are not zero.</summary>
internal sealed class CountFlow
{
    private readonly CountNames _names;

    public CountFlow(CountNames names) => _names = names;

    /// <summary>Whether the path says that a value is not zero.</summary>
    public bool IsLive(IOperation value, FlowState state)
        => CountTest.Constant(CountTest.Strip(value)) is > 0 || (_names.Of(value, state) is { } key && state.Objects.Counts.Find(key) is { IsLive: true });

    /// <summary>What a value is more than: the count or variable, or null.</summary>
    public object? LessThan(IOperation value, FlowState state)
        => _names.Less(value, state) ?? (_names.Of(value, state) is { } key and not AccessPath ? state.Objects.Counts.Find(key)?.MoreThan : null);

    /// <summary>The increment whose result a value is.</summary>
    public SyntaxNode? ResultOf(IOperation value, FlowState state) => CountTest.Strip(value) switch
    {
        IInvocationOperation or IIncrementOrDecrementOperation or ICompoundAssignmentOperation => CountTest.Strip(value).Syntax,
        var variable => _names.Of(variable, state) is { } key ? state.Objects.Counts.Find(key)?.ResultOf : null,
    };

    /// <summary>Whether something is a count, or at some remove a copy of it.</summary>
    public static bool IsCopy(object? subject, AccessPath count, FlowState state)
    {
        for (int i = 0; i < AccessPath.MaximumLength && subject is not null; i++)
        {
            if (AtomComparer.Instance.Equals(subject, count))
            {
                return true;
            }

            subject = state.Objects.Counts.Find(subject)?.CopyOf;
        }

        return false;
    }

    /// <summary>The state after an operation, whose other effects are in it already.</summary>
    public FlowState After(IOperation operation, FlowState state)
    {
        switch (operation)
        {
            case IFlowCaptureOperation capture:
                return Assign(capture.Id, capture.Value, state);
            case ISimpleAssignmentOperation assignment when _names.Of(Target(assignment.Target), state) is { } key:
                return Assign(key, assignment.Value, state);
            case IIncrementOrDecrementOperation { Kind: OperationKind.Decrement } decrement:
                return Set(_names.Of(decrement.Target, state), null, state);
            case ICompoundAssignmentOperation { OperatorKind: not BinaryOperatorKind.Add } compound:
                return Set(_names.Of(compound.Target, state), null, state);
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument when !Keeps(argument.Parent):
                return Set(_names.Of(Target(argument.Value), state), null, state);
            default:
                return state;
        }
    }

    /// <summary>What an outcome of a condition teaches.</summary>
    public FlowState Refine(IOperation condition, bool outcome, FlowState state)
        => Teaches(condition, state) is var (subject, liveWhen) && liveWhen == outcome ? state with { Objects = state.Objects with { Counts = Learn(subject, state.Objects.Counts) } } : state;

    private FlowState Assign(object target, IOperation value, FlowState state)
    {
        CountFact? fact = Describe(value, state);
        if (target is AccessPath && fact is { MoreThan: not null })
        {
            // A count that is raised is what it was: zero or not.
            return state;
        }

        return Set(target, fact, state);
    }

    private CountFact? Describe(IOperation value, FlowState state)
    {
        if (Teaches(value, state) is var (subject, liveWhen))
        {
            return new CountFact { Tells = subject, LiveWhen = liveWhen };
        }

        if (LessThan(value, state) is { } less)
        {
            return new CountFact { MoreThan = less };
        }

        if (CountTest.Constant(CountTest.Strip(value)) is { } constant)
        {
            return constant > 0 ? CountFact.Live : null;
        }

        if (_names.Of(value, state) is { } source)
        {
            // What an atomic operation finds may have changed since the last look.
            CountFact known = CountNames.IsAtomic(value) ? new CountFact() : state.Objects.Counts.Find(source) ?? new CountFact();
            return known with { CopyOf = source };
        }

        return ResultOf(value, state) is { } raised ? new CountFact { ResultOf = raised } : null;
    }

    /// <summary>What a condition tells of a count or a variable: that it is not zero, if the outcome is the one given.</summary>
    private (object Subject, bool LiveWhen)? Teaches(IOperation condition, FlowState state)
    {
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                return Teaches(not.Operand, state) is var (subject, liveWhen) ? (subject, !liveWhen) : null;
            case IParenthesizedOperation parenthesized:
                return Teaches(parenthesized.Operand, state);
            case ILocalReferenceOperation or IParameterReferenceOperation or IFlowCaptureReferenceOperation when condition.Type is { SpecialType: SpecialType.System_Boolean }:
                return _names.Of(condition, state) is { } key && state.Objects.Counts.Find(key) is { Tells: { } told, LiveWhen: var when } ? (told, when) : null;
            default:
                return CountTest.Of(condition) is { } test && _names.Of(test.Subject, state) is { } tested ? (tested, test.LiveWhen) : null;
        }
    }

    /// <summary>The subject is not zero, and so is what it is a copy of, and what is a copy of it.</summary>
    private static FactMap<object, CountFact> Learn(object subject, FactMap<object, CountFact> counts)
    {
        CountFact fact = counts.Find(subject) ?? new CountFact();
        if (fact.IsLive)
        {
            return counts;
        }

        counts = counts.Set(subject, fact with { IsLive = true });
        counts = fact.CopyOf is { } origin ? Learn(origin, counts) : counts;
        foreach (KeyValuePair<object, CountFact> entry in counts)
        {
            // A variable has the value of a count at some time, which need not be that of now.
            bool isAlike = subject is not AccessPath && entry.Value.CopyOf is { } copied && AtomComparer.Instance.Equals(copied, subject);
            counts = isAlike ? Learn(entry.Key, counts) : counts;
        }

        return counts;
    }

    private static FlowState Set(object? subject, CountFact? fact, FlowState state)
    {
        FactMap<object, CountFact> counts = state.Objects.Counts;
        if (subject is null || (fact is null && counts.Count == 0))
        {
            return state;
        }

        foreach (KeyValuePair<object, CountFact> entry in counts)
        {
            counts = entry.Value.Mentions(subject) ? counts.Set(entry.Key, entry.Value.Without(subject)) : counts;
        }

        counts = fact is null ? counts.Remove(subject) : counts.Set(subject, fact.Without(subject));
        return ReferenceEquals(counts, state.Objects.Counts) ? state : state with { Objects = state.Objects with { Counts = counts } };
    }

    /// <summary>Whether a call that is passed a count leaves it other than zero.</summary>
    private static bool Keeps(IOperation? call)
        => call is IInvocationOperation { TargetMethod: { Name: "Read" or "Increment" or "CompareExchange", ContainingType: { Name: "Interlocked" or "Volatile", ContainingNamespace.Name: "Threading" } } }
            || (call is IInvocationOperation { TargetMethod: { Name: "Add", ContainingType.Name: "Interlocked" } } add && CountFields.IsIncrement(add));

    private static IOperation Target(IOperation target) => target is IDeclarationExpressionOperation declaration ? declaration.Expression : target;
}
