using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>What a function owns and borrows when it begins.</summary>
internal sealed class EntryState
{
    private readonly ReferenceAnalysis _analysis;
    private readonly IMethodSymbol? _function;
    private readonly ControlFlowGraph _graph;

    public EntryState(ReferenceAnalysis analysis, IMethodSymbol? function, ControlFlowGraph graph)
    {
        _analysis = analysis;
        _function = function;
        _graph = graph;
    }

    public FlowState Enter(FlowState state)
    {
        MethodContract locks = _function is null ? MethodContract.Empty : _analysis.Scope.Locks.Effects(_function);
        state = new FunctionExpectation(_analysis.Locks, _function, locks).Enter(state);
        if (_function is null)
        {
            // An initializer writes to a field that is still null.
            AccessPath member = _analysis.Owner.IsStatic ? AccessPath.Static(_analysis.Owner) : AccessPath.This.Append(new PathSegment(_analysis.Owner));
            return _analysis.Operations.IsOwnedField(member) ? ReferenceOperations.Set(state, member, new ReferenceFact { IsNull = true }) : state;
        }

        OwnershipContract contract = _analysis.Contracts.Of(_function);
        foreach (IParameterSymbol parameter in _function.Parameters)
        {
            state = Enter(parameter, contract.Parameter(parameter.Ordinal), state);
        }

        return _function is { MethodKind: MethodKind.Constructor } && !CallsAnother() ? EnterFields(state) : state;
    }

    private FlowState Enter(IParameterSymbol parameter, ParameterOwnership ownership, FlowState state)
    {
        AccessPath path = AccessPath.Parameter(parameter);
        if (ownership.Kind is ParameterOwnershipKind.Consumes)
        {
            SyntaxNode? site = parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_analysis.Cancellation);
            return ReferenceOperations.Set(state, path, ReferenceFact.Of(new Acquisition(AcquisitionKind.Parameter, site), isNull: null));
        }

        bool isLent = parameter.RefKind is RefKind.None or RefKind.In && _analysis.Contracts.IsCounted(parameter.Type)
            && (_function is not { MethodKind: MethodKind.AnonymousFunction } || ownership.Kind is ParameterOwnershipKind.Borrows);
        if (!isLent)
        {
            return state;
        }

        AccessPath? @lock = ownership.ValidWhile?.Instantiate(AccessPath.This, ordinal => AccessPath.Parameter(_function!.Parameters[ordinal]));
        return ReferenceOperations.Set(state, path, new ReferenceFact { Backing = Backing.Lent, ValidWhile = @lock });
    }

    /// <summary>Before a constructor runs, a field holds what its initializer gave it.</summary>
    private FlowState EnterFields(FlowState state)
    {
        foreach (ISymbol member in _function!.ContainingType.GetMembers())
        {
            bool isField = member is IFieldSymbol { IsStatic: false, AssociatedSymbol: null } or IPropertySymbol { IsStatic: false };
            if (!isField || !_analysis.Contracts.IsOwned(member))
            {
                continue;
            }

            EqualsValueClauseSyntax? initializer = member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_analysis.Cancellation) switch
            {
                VariableDeclaratorSyntax variable => variable.Initializer,
                PropertyDeclarationSyntax property => property.Initializer,
                _ => null,
            };
            ReferenceFact fact = initializer is null || initializer.Value.IsKind(SyntaxKind.NullLiteralExpression) || initializer.Value.IsKind(SyntaxKind.DefaultLiteralExpression)
                ? new ReferenceFact { IsNull = true }
                : ReferenceFact.Of(initializer.Value is BaseObjectCreationExpressionSyntax ? new Acquisition(AcquisitionKind.Call, initializer.Value) : Acquisition.OfField, isNull: null);
            state = ReferenceOperations.Set(state, AccessPath.This.Append(new PathSegment(member)), fact);
        }

        return state;
    }

    private bool CallsAnother() => _graph.OriginalOperation.Syntax is ConstructorDeclarationSyntax { Initializer.RawKind: (int)SyntaxKind.ThisConstructorInitializer };
}
