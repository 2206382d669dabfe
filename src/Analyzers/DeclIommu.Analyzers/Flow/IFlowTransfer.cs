using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Flow;

/// <summary>What the engine asks of the analysis that runs on it.</summary>
internal interface IFlowTransfer
{
    /// <summary>Adds the states after one operation, whose children have been applied, to <paramref name="after"/>; none if it does not return.</summary>
    void Apply(IOperation operation, FlowState before, List<FlowState> after);

    FlowState EnterLock(ILockOperation statement, FlowState state);

    FlowState LeaveLock(FlowState state);

    /// <summary>The state in which a condition has the given outcome, or null if it cannot.</summary>
    FlowState? Refine(IOperation condition, bool outcome, FlowState state);

    /// <summary>False if a turn of a loop ends with locks held that the first did not begin with: the analysis goes on as if it had.</summary>
    bool AcceptsTurn(LoopHead head, FlowState back);

    /// <summary>True if the operation may throw.</summary>
    bool MayThrow(IOperation operation);

    /// <summary>What is left if the operation, whose children have been applied, throws.</summary>
    FlowState Throw(IOperation operation, FlowState before);

    /// <summary>A statement or the condition of a branch has been evaluated.</summary>
    FlowState EndStatement(IOperation statement, FlowState state);

    /// <summary>The value is going to be returned; finally blocks run first.</summary>
    FlowState Return(IOperation? value, FlowState state);

    /// <summary>The variables of a region end.</summary>
    FlowState Leave(ControlFlowRegion region, FlowState state);
}
