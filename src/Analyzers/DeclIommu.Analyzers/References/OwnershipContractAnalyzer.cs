using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.References;

/// <summary>Looks at ownership contracts where they are declared.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OwnershipContractAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        OverriddenOwnershipRule.Descriptor,
        InvalidOwnershipRule.Descriptor);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterCompilationStartAction(static start =>
        {
            PairFileRule.Register(start);
            var scope = new ReferenceScope(start.Compilation, start.Options);
            if (!scope.Contracts.Attributes.IsActive)
            {
                return;
            }

            OverriddenOwnershipRule.Register(start, scope);
            InvalidOwnershipRule.Register(start, scope);
        });
    }
}
