using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>A call, a construction, or the use of an accessor or operator.</summary>
/// <param name="Operation">The call.</param>
/// <param name="Method">What is called.</param>
/// <param name="Receiver">The object it is called on.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record CallSite(IOperation Operation, IMethodSymbol Method, IOperation? Receiver, ImmutableArray<IArgumentOperation> Arguments)
{
    public Location Location => Operation.Syntax.GetLocation();

    /// <summary>The type of the result, or of the object that a constructor makes; of a task, what it will give.</summary>
    public ITypeSymbol? Result => Operation.Type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: { Length: 1 } given } ? given[0] : Operation.Type;

    public string Name => Method.MethodKind is MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove && Method.AssociatedSymbol is { } member
        ? member.Name
        : Method.MethodKind is MethodKind.Constructor ? Method.ContainingType.Name
        : Method.MethodKind is MethodKind.UserDefinedOperator or MethodKind.Conversion ? Method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)
        : Method.Name.Length > 0 ? Method.Name : Operation.Syntax.ChildNodes().First().ToString();

    /// <summary>The lock that an effect of the call is about.</summary>
    public AccessPath? Lock(LockTemplate template, PathEvaluator paths, FlowState state)
        => Method.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction && template.Root is TemplateRoot.This
            ? AccessPath.This.Append(template.Segments)
            : Operation is IObjectCreationOperation && template.Root is TemplateRoot.This or TemplateRoot.Managed
            ? AccessPath.Value(Operation.Syntax).Append(template.Segments)
            : paths.Instantiate(template, Receiver, Arguments, state, Method.ContainingType);

    /// <summary>A task that nobody waits for: what it does may not have been done yet.</summary>
    public bool IsNotAwaited => Operation.Type is { Name: "Task" or "ValueTask" } && Operation.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };

    public bool IsResultIgnored(LockAnalysis analysis)
    {
        IOperation? user = Operation.Parent;
        while (user is IConversionOperation or IAwaitOperation or IParenthesizedOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
        {
            user = user.Parent;
        }

        return user switch
        {
            IExpressionStatementOperation => true,
            ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } => analysis.IsNeverRead(local.Local),
            _ => false,
        };
    }
}
