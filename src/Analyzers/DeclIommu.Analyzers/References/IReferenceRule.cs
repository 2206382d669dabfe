using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>A rule about what code does.</summary>
internal interface IReferenceRule
{
    /// <summary>Looks at an operation, whose children have been evaluated, and reports to the log of the analysis.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="before">
    /// What is known before it: the references in <see cref="FlowState.References"/>, by the name that <see cref="ObjectEvaluator"/> gives an
    /// object, and the locks in <see cref="FlowState.Held"/>.
    /// </param>
    void Check(IOperation operation, FlowState before);
}
