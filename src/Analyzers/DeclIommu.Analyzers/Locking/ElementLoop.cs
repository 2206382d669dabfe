using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>A loop that takes, or gives back, the lock of every element of a collection.</summary>
/// <param name="Loop">The loop.</param>
/// <param name="Call">The call in it.</param>
/// <param name="Effect">What the call does.</param>
/// <param name="Primitive">The kind of lock.</param>
/// <param name="Collection">The collection.</param>
/// <param name="Members">What leads from an element to its lock.</param>
internal sealed record ElementLoop(
    ILoopOperation Loop, IInvocationOperation Call, LockEffect Effect, LockPrimitive? Primitive, IOperation Collection, ImmutableArray<PathSegment> Members)
{
    /// <summary>Whether an operation is the one that a loop begins with, before its first turn.</summary>
    public bool BeginsWith(IOperation operation) => Loop.Syntax switch
    {
        CommonForEachStatementSyntax each => operation is IInvocationOperation { TargetMethod.Name: "GetEnumerator" } && each.Expression.Span.Contains(operation.Syntax.Span) && operation.Syntax.Span.Contains(each.Expression.Span),
        ForStatementSyntax { Declaration: { } declaration } => operation is ISimpleAssignmentOperation && declaration.Variables.Contains(operation.Syntax),
        ForStatementSyntax statement => operation is ISimpleAssignmentOperation && statement.Initializers.Contains(operation.Syntax),
        _ => false,
    };

    /// <summary>Whether an operation stands in a turn before the call is done.</summary>
    public bool IsBeforeCall(IOperation operation)
        => operation.Syntax.SpanStart >= Loop.Body.Syntax.SpanStart && operation.Syntax.Span.End <= Call.Syntax.Span.End;

    /// <summary>The locks of all elements.</summary>
    public AccessPath? All(PathEvaluator paths, FlowState state)
        => paths.TryEvaluate(Collection, state) is { } collection && collection.Segments.Length + Members.Length < AccessPath.MaximumLength
            ? collection.Append(PathSegment.AnyElement).Append(Members)
            : null;
}
