using System;
using System.Collections.Concurrent;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>The rules that look at one operation at a time, in one walk: an action for each kind of operation costs more than what it does.</summary>
internal sealed class OperationRules
{
    private readonly LockScope _scope;
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _lockStructs = new(SymbolEqualityComparer.Default);

    public OperationRules(LockScope scope) => _scope = scope;

    public void Check(MemberBody member, Action<Diagnostic> report)
    {
        foreach (IOperation block in member.Blocks)
        {
            foreach (IOperation operation in block.DescendantsAndSelf())
            {
                var site = new OperationSite(operation, member.Owner, report);
                switch (operation.Kind)
                {
                    case OperationKind.Lock:
                        UnsuitableLockRule.CheckStatement(site, _scope);
                        PublicationRule.Check(site, _scope);
                        break;
                    case OperationKind.Invocation:
                        UnsuitableLockRule.CheckCall(site, _scope);
                        break;
                    case OperationKind.Conversion:
                        UnsuitableLockRule.CheckConversion(site);
                        break;
                    case OperationKind.SimpleAssignment or OperationKind.VariableInitializer or OperationKind.Argument or OperationKind.Return:
                        CopiedLockRule.Check(site, _scope, _lockStructs);
                        break;
                    case OperationKind.With:
                        CopiedLockRule.CheckRecord(site, _scope);
                        break;
                }
            }
        }
    }
}
