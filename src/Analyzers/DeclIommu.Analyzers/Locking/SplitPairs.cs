using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.Locking;

/// <summary>
/// Recognises a lock without contracts that one member of a type acquires and another releases: that wants a contract, but is no fault.
/// Looked at only where a fault would be reported.
/// </summary>
internal static class SplitPairs
{
    /// <param name="owner">The member with the fault.</param>
    /// <param name="lock">The last name of the lock.</param>
    /// <param name="isRelease">True to look for a member that releases without acquiring; false for one that acquires without releasing.</param>
    public static bool Exists(ISymbol owner, string @lock, bool isRelease)
    {
        if (owner.DeclaringSyntaxReferences.Any(reference => IsReopened(reference.GetSyntax(), @lock)))
        {
            return true;
        }

        foreach (SyntaxReference reference in owner.ContainingType?.DeclaringSyntaxReferences ?? default)
        {
            foreach (MemberDeclarationSyntax member in reference.GetSyntax().DescendantNodes().OfType<MemberDeclarationSyntax>())
            {
                if (member is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax && !IsOwner(owner, member))
                {
                    bool enters = Calls(member, @lock, isRelease: false);
                    bool exits = Calls(member, @lock, isRelease: true);
                    if (isRelease ? exits && !enters : enters && !exits)
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>The same of the lambdas of one member, each of which does its half to all elements of something.</summary>
    /// <param name="owner">The member.</param>
    /// <param name="isRelease">True to look for a lambda that releases what it is passed without acquiring it; false for the other half.</param>
    public static bool ExistsInLambda(ISymbol owner, bool isRelease)
        => owner.DeclaringSyntaxReferences.SelectMany(static reference => reference.GetSyntax().DescendantNodes().OfType<LambdaExpressionSyntax>())
            .Any(lambda => ParametersOf(lambda).Any(parameter => Calls(lambda, parameter, isRelease) && !Calls(lambda, parameter, !isRelease)));

    private static string[] ParametersOf(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => new[] { simple.Parameter.Identifier.ValueText },
        ParenthesizedLambdaExpressionSyntax several => several.ParameterList.Parameters.Select(static parameter => parameter.Identifier.ValueText).ToArray(),
        _ => System.Array.Empty<string>(),
    };

    // Let go around a call and taken again whatever happens: the caller holds it, and says so nowhere.
    private static bool IsReopened(SyntaxNode member, string @lock)
        => Calls(member, @lock, isRelease: true) && member.DescendantNodes().OfType<FinallyClauseSyntax>().Any(last => Calls(last, @lock, isRelease: false));

    private static bool IsOwner(ISymbol owner, MemberDeclarationSyntax member)
        => owner.DeclaringSyntaxReferences.Any(reference => member.Span.Contains(reference.Span) && member.SyntaxTree == reference.SyntaxTree);

    private static bool Calls(SyntaxNode member, string @lock, bool isRelease)
    {
        foreach (InvocationExpressionSyntax call in member.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression is MemberAccessExpressionSyntax access && IsNamed(access.Name.Identifier.ValueText, isRelease)
                && (access.Expression.ToString().Contains(@lock) || call.ArgumentList.Arguments.Any(argument => argument.ToString().Contains(@lock))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNamed(string name, bool isRelease) => isRelease
        ? name is "Exit" or "ExitReadLock" or "ExitWriteLock" or "ExitUpgradeableReadLock" or "Release" or "ReleaseMutex"
        : name is "Enter" or "TryEnter" or "EnterReadLock" or "EnterWriteLock" or "EnterUpgradeableReadLock" or "TryEnterReadLock" or "TryEnterWriteLock" or "Wait" or "WaitOne" or "WaitAsync";
}
