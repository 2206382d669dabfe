using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Variables and fields that a call fills by reference.</summary>
internal sealed class OutArguments
{
    private readonly ReferenceAnalysis _analysis;
    private readonly Stores _stores;

    public OutArguments(ReferenceAnalysis analysis, Stores stores)
    {
        _analysis = analysis;
        _stores = stores;
    }

    /// <summary>The variables name what the callee put there.</summary>
    public FlowState Rename(IInvocationOperation call, VariableTransfer variables, FlowState state)
    {
        FlowState before = state;
        state = variables.PassByReference(call, state);
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter?.RefKind is not RefKind.Out || Target(argument) is not { } target)
            {
                continue;
            }

            if (_analysis.Objects.TryOf(target, before) is { } field && _analysis.Operations.IsOwnedField(field))
            {
                state = ReferenceOperations.Set(state, field, before.References.Find(field));
                continue;
            }

            AccessPath given = AccessPath.Value(argument.Value.Syntax);
            object? variable = target switch
            {
                ILocalReferenceOperation local => local.Local,
                IParameterReferenceOperation parameter => parameter.Parameter,
                _ => null,
            };
            if (variable is not null)
            {
                AccessPath? former = before.Values.Find(variable);
                state = state.Rename(given, AccessPath.Value(argument.Value.Syntax, generation: 1));
                state = _stores.Overwritten(state.SetValue(variable, given).SetKnown(variable, null), former);
            }
        }

        return state;
    }

    /// <summary>The out parameters that give an owned reference have done so.</summary>
    public FlowState Own(CallSite call, OwnershipContract contract, bool isConditional, FlowState state)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is not { } parameter || contract.Parameter(parameter.Ordinal).Kind is not ParameterOwnershipKind.OwnedOut)
            {
                continue;
            }

            AccessPath given = AccessPath.Value(argument.Value.Syntax);
            bool? isNull = isConditional ? false : null;
            state = ReferenceOperations.Set(state, given, ReferenceFact.Of(new Acquisition(AcquisitionKind.Call, argument.Value.Syntax), isNull));
            if (Target(argument) is IMemberReferenceOperation member && _analysis.Objects.TryOf(member, state) is { } place)
            {
                state = _analysis.Operations.IsOwnedField(place) ? _stores.Keep(place, given, isNull: false, member, argument.Value, state) : state;
            }
        }

        return state;
    }

    private static IOperation? Target(IArgumentOperation argument) => argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value;
}
