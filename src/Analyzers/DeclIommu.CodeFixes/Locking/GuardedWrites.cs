using System.Linq;
using System.Threading;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Tells whether code needs a lock that can be shared for itself.</summary>
internal static class GuardedWrites
{
    /// <summary>Whether the code writes what the lock guards, or calls what requires it exclusively.</summary>
    public static bool Contains(SyntaxNode code, ExpressionSyntax @lock, SemanticModel model, ContractReader contracts, CancellationToken cancellation)
    {
        string name = LastName(@lock);
        return model.GetOperation(code, cancellation)?.DescendantsAndSelf().Any(operation => operation switch
        {
            IMemberReferenceOperation reference => contracts.Guards(reference.Member).Any(guard => guard.Locks.Any(template => template.LastSymbol?.Name == name) && Writes(reference, guard))
                || (reference is IPropertyReferenceOperation property && Requires(AccessClassifier.Classify(property) is AccessUsage.Write ? property.Property.SetMethod : property.Property.GetMethod, name, contracts)),
            IInvocationOperation call => Requires(call.TargetMethod, name, contracts),
            IObjectCreationOperation creation => Requires(creation.Constructor, name, contracts),
            _ => false,
        }) ?? true;
    }

    /// <summary>The member that an expression ends in.</summary>
    public static string LastName(ExpressionSyntax @lock) => @lock is MemberAccessExpressionSyntax access ? access.Name.Identifier.ValueText : @lock.ToString();

    private static bool Writes(IMemberReferenceOperation reference, Guard guard)
    {
        if (guard.Kind is not GuardKind.Pointee)
        {
            return AccessClassifier.Classify(reference) is AccessUsage.Write or AccessUsage.PassByReference;
        }

        return reference.Parent switch
        {
            IInvocationOperation call when call.Instance == reference => AccessClassifier.ClassifyCall(call, reference.Type) is AccessUsage.Write,
            IMemberReferenceOperation member when member.Instance == reference => AccessClassifier.ClassifyMember(member) is AccessUsage.Write,
            IArrayElementReferenceOperation element => AccessClassifier.Classify(element) is AccessUsage.Write,
            _ => false,
        };
    }

    private static bool Requires(IMethodSymbol? method, string @lock, ContractReader contracts)
        => method is not null && contracts.Effects(method).Effects.Any(effect => effect is { Kind: LockEffectKind.Require, Mode: LockMode.Exclusive } && effect.Lock.LastSymbol?.Name == @lock);
}
