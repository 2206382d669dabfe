using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0026: what is checked before the lock is taken is volatile.</summary>
internal static class PublicationRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.UnsafePublication,
        "Unsafe publication in double-checked locking",
        "'{0}' is checked without the lock but is not volatile: the object may be seen before what it holds",
        RuleCategories.Locking,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The read outside the lock needs volatile or Volatile.Read, so that nothing read after it is older.",
        helpLinkUri: RuleLinks.For(RuleIds.UnsafePublication));

    public static void Check(OperationSite context, LockScope scope)
    {
        var statement = (ILockOperation)context.Operation;
        for (IOperation? outer = statement.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is not IConditionalOperation { Condition: { } condition })
            {
                continue;
            }

            foreach (IFieldReferenceOperation read in condition.DescendantsAndSelf().OfType<IFieldReferenceOperation>())
            {
                IFieldSymbol field = read.Field;
                bool isSafe = field.IsVolatile || field.IsReadOnly || field.IsConst || read.Parent is IArgumentOperation;
                if (!isSafe && IsCheckedAgain(statement, field) && IsWritten(statement, field))
                {
                    // Without a contract the writer may well know that the memory model of .NET saves him.
                    bool isDeclared = !scope.Contracts.Guards(field).IsEmpty;
                    context.ReportDiagnostic(Diagnostic.Create(
                        Descriptor, read.Syntax.GetLocation(), isDeclared ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, additionalLocations: null, properties: null, field.Name));
                    return;
                }
            }
        }
    }

    private static bool IsCheckedAgain(ILockOperation statement, IFieldSymbol field)
        => statement.Body.Descendants().OfType<IConditionalOperation>().Any(inner => Mentions(inner.Condition, field));

    private static bool IsWritten(ILockOperation statement, IFieldSymbol field)
        => statement.Body.Descendants().OfType<ISimpleAssignmentOperation>().Any(assignment => assignment.Target is IFieldReferenceOperation target && Same(target.Field, field));

    private static bool Mentions(IOperation condition, IFieldSymbol field)
        => condition.DescendantsAndSelf().OfType<IFieldReferenceOperation>().Any(read => Same(read.Field, field));

    private static bool Same(IFieldSymbol first, IFieldSymbol second) => SymbolEqualityComparer.Default.Equals(first, second);
}
