using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Flow;

/// <summary>Names the object that an expression gives.</summary>
internal sealed class PathEvaluator
{
    private readonly ContractReader _contracts;
    private readonly AnalysisOptions _options;

    public PathEvaluator(ContractReader contracts, AnalysisOptions options)
    {
        _contracts = contracts;
        _options = options;
    }

    /// <summary>The path of the value; a place of its own in the code where nothing better is known.</summary>
    public AccessPath Evaluate(IOperation operation, FlowState state) => TryEvaluate(operation, state) ?? AccessPath.Value(operation.Syntax);

    public AccessPath? TryEvaluate(IOperation? operation, FlowState state)
    {
        switch (operation)
        {
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                return AccessPath.This;
            case ILocalReferenceOperation local:
                return state.Values.Find(local.Local) ?? AccessPath.Local(local.Local);
            case IParameterReferenceOperation parameter:
                return state.Values.Find(parameter.Parameter) ?? AccessPath.Parameter(parameter.Parameter);
            case IFlowCaptureReferenceOperation capture:
                return state.Values.Find(capture.Id);
            case IFieldReferenceOperation field:
                return field.Field.IsStatic ? AccessPath.Static(field.Field) : Member(field.Instance, field.Field, "", state);
            case IPropertyReferenceOperation property:
                return Property(property, state);
            case IEventReferenceOperation reference:
                return reference.Event.IsStatic ? AccessPath.Static(reference.Event) : Member(reference.Instance, reference.Event, "", state);
            case IArrayElementReferenceOperation element:
                return Element(element, state);
            case IInvocationOperation call:
                return Call(call, state);
            case IConversionOperation { OperatorMethod: null } conversion:
                return conversion.Operand.Type is { IsValueType: true } && conversion.Type is { IsReferenceType: true }
                    ? null
                    : TryEvaluate(conversion.Operand, state);
            case IParenthesizedOperation parenthesized:
                return TryEvaluate(parenthesized.Operand, state);
            case ISimpleAssignmentOperation assignment:
                return TryEvaluate(assignment.Value, state);
            case IAwaitOperation await when Atoms.Awaited(await) is IInvocationOperation call:
                return AccessPath.Value(call.Syntax);
            case ITypeOfOperation typeOf:
                return AccessPath.Constant("typeof(" + typeOf.TypeOperand.Name + ")");
            case ILiteralOperation { ConstantValue: { HasValue: true, Value: string text } }:
                return AccessPath.Constant("\"" + text + "\"");
            case IArgumentOperation argument:
                return TryEvaluate(argument.Value, state);
            default:
                return null;
        }
    }

    /// <summary>The lock that a contract names, for one call.</summary>
    public AccessPath? Instantiate(LockTemplate template, IOperation? receiver, ImmutableArray<IArgumentOperation> arguments, FlowState state, INamedTypeSymbol? within = null)
    {
        AccessPath? Argument(int ordinal)
        {
            foreach (IArgumentOperation argument in arguments)
            {
                if (argument.Parameter?.Ordinal == ordinal)
                {
                    return Evaluate(argument.Value, state);
                }
            }

            return null;
        }

        return template.Instantiate(receiver is null ? null : Evaluate(receiver, state), Argument, within);
    }

    /// <summary>Whether the call returns, by contract, a lock that has a name.</summary>
    public bool NamesLock(IInvocationOperation call) => _contracts.ReturnedLock(call.TargetMethod) is not null;

    private AccessPath? Member(IOperation? instance, ISymbol member, string arguments, FlowState state)
    {
        if (instance is null)
        {
            return null;
        }

        AccessPath receiver = Evaluate(instance, state);
        return receiver.Segments.Length >= AccessPath.MaximumLength ? null : receiver.Append(new PathSegment(member, arguments));
    }

    private AccessPath? Property(IPropertyReferenceOperation reference, FlowState state)
    {
        IPropertySymbol property = reference.Property;
        if (_contracts.ReturnedLock(property) is { } template)
        {
            return Instantiate(template, reference.Instance, reference.Arguments, state, property.ContainingType);
        }

        if (property.IsStatic)
        {
            return AccessPath.Static(property);
        }

        return Arguments(reference.Arguments, "[", "]", state) is { } arguments
            ? Member(reference.Instance, property, arguments, state)
            : null;
    }

    private AccessPath? Call(IInvocationOperation call, FlowState state)
    {
        IMethodSymbol method = call.TargetMethod;
        AccessPath own = AccessPath.Value(call.Syntax);
        if (state.Scopes.Contains(own))
        {
            return own;
        }

        if (_contracts.ReturnedLock(method) is { } template)
        {
            return Instantiate(template, call.Instance, call.Arguments, state, method.ContainingType);
        }

        if (call.Type is null or { SpecialType: SpecialType.System_Void } || !_options.IsPure(method)
            || Arguments(call.Arguments, "(", ")", state) is not { } arguments)
        {
            return null;
        }

        return method.IsStatic
            ? AccessPath.Static(method.ContainingType).Append(new PathSegment(method, arguments))
            : Member(call.Instance, method, arguments, state);
    }

    private AccessPath? Element(IArrayElementReferenceOperation element, FlowState state)
    {
        var text = new StringBuilder("[");
        foreach (IOperation index in element.Indices)
        {
            if (Argument(index, state) is not { } argument)
            {
                return null;
            }

            text.Append(text.Length > 1 ? "," : "").Append(argument);
        }

        AccessPath array = Evaluate(element.ArrayReference, state);
        return array.Segments.Length >= AccessPath.MaximumLength ? null : array.Append(new PathSegment("[]", text.Append(']').ToString()));
    }

    private string? Arguments(ImmutableArray<IArgumentOperation> arguments, string open, string close, FlowState state)
    {
        if (arguments.IsEmpty)
        {
            return open is "(" ? "()" : "";
        }

        var text = new StringBuilder(open);
        foreach (IArgumentOperation argument in arguments)
        {
            if (Argument(argument.Value, state) is not { } value)
            {
                return null;
            }

            text.Append(text.Length > 1 ? "," : "").Append(value);
        }

        return text.Append(close).ToString();
    }

    private string? Argument(IOperation value, FlowState state)
    {
        if (value.ConstantValue is { HasValue: true, Value: var constant })
        {
            return constant switch
            {
                null => "null",
                string text => "\"" + text + "\"",
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                _ => constant.ToString(),
            };
        }

        // Which of two equal names is meant decides the symbol, so its place is part of the text.
        return TryEvaluate(value, state) is { Root: not PathRoot.Value } path
            ? path + (path.RootSymbol is ILocalSymbol or IParameterSymbol ? "@" + Place(path.RootSymbol) : "")
            : null;
    }

    private static string Place(ISymbol symbol)
        => symbol.Locations.IsEmpty ? "" : symbol.Locations[0].SourceSpan.Start.ToString(CultureInfo.InvariantCulture);
}
