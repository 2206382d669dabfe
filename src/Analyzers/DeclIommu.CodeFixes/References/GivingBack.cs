using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.References;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.References;

/// <summary>How the reference in a variable is given up by a statement.</summary>
/// <param name="Variable">The name of the variable.</param>
/// <param name="Method">The method that gives it up: of the object itself, or one that takes it as its first argument.</param>
/// <param name="Target">What the method is called on.</param>
/// <param name="TakesArgument">The variable is an argument.</param>
/// <param name="IsAwaited">The call is awaited.</param>
internal sealed record GivingBack(string Variable, IMethodSymbol Method, string Target, bool TakesArgument, bool IsAwaited)
{
    /// <summary>The statement.</summary>
    /// <param name="mayBeNull">The variable may hold null.</param>
    public string Write(bool mayBeNull)
    {
        string call = (IsAwaited ? "await " : "") + Target + (mayBeNull && !TakesArgument ? "?." : ".") + Method.Name + "(" + (TakesArgument ? Variable : "") + ");\n";
        return mayBeNull && TakesArgument ? "if (" + Variable + " is not null)\n{\n" + call + "}\n" : call;
    }

    /// <summary>Whether a statement does nothing else than to give the reference up, if there is one.</summary>
    public bool Is(SyntaxNode statement) => statement switch
    {
        ExpressionStatementSyntax { Expression: var expression } => IsCall(Bare(expression)),
        IfStatementSyntax { Else: null, Statement: BlockSyntax { Statements: { Count: 1 } only }, Condition: var condition } => Is(only[0]) && IsNullTest(condition),
        _ => false,
    };

    /// <summary>The statement that gives the reference up in which a name, that of a use of the variable, stands.</summary>
    public StatementSyntax? Around(IdentifierNameSyntax use) => use.Ancestors().OfType<StatementSyntax>().LastOrDefault(Is);

    /// <summary>Whether the call that gives the reference up takes more than it that is not the same everywhere.</summary>
    public static bool HasFurtherArguments(StatementSyntax release) => release.DescendantNodes().OfType<ArgumentSyntax>().Skip(1).Any(static argument => argument.Expression is not LiteralExpressionSyntax);

    /// <summary>How the value of an expression is given up that goes to a variable; null if nobody knows how.</summary>
    public static GivingBack? Find(ExpressionSyntax acquire, ILocalSymbol variable, FixPlace place)
    {
        bool isAsync = place.Model.GetEnclosingSymbol(acquire.SpanStart, place.Cancellation) is IMethodSymbol { IsAsync: true };
        ReferenceScope scope = place.ReadScope();
        GivingBack? found = place.Model.GetSymbolInfo(acquire, place.Cancellation).Symbol is IMethodSymbol giver && scope.Pairs.Of(giver) is { Acquires: PairTarget.Result } role
            ? OfPair((InvocationExpressionSyntax)acquire, giver, role, variable, scope)
            : OfObject(variable, acquire.SpanStart, place, scope, isAsync);
        if (found is null || !place.Model.IsAccessible(acquire.SpanStart, found.Method) || scope.Contracts.Of(found.Method).IsFinalRelease)
        {
            return null;
        }

        bool isAwaitable = IsAwaitable(found.Method.ReturnType);
        return isAwaitable && !isAsync ? null : found with { IsAwaited = isAwaitable };
    }

    private static GivingBack? OfPair(InvocationExpressionSyntax acquire, IMethodSymbol giver, PairRole role, ILocalSymbol variable, ReferenceScope scope)
    {
        string name = role.Pair.Release.Substring(role.Pair.Release.LastIndexOf('.') + 1);
        IEnumerable<IMethodSymbol> candidates = giver.ContainingType.GetMembers(name).Concat(variable.Type.GetMembers(name)).Concat(variable.Type.AllInterfaces.SelectMany(type => type.GetMembers(name))).OfType<IMethodSymbol>();
        IMethodSymbol? release = candidates.FirstOrDefault(method => scope.Pairs.Of(method) is { Releases: not null } taker && taker.Pair == role.Pair)
            ?? candidates.FirstOrDefault(static method => method is { Name: "Dispose", Parameters.IsEmpty: true });
        if (release is null)
        {
            return null;
        }

        bool isOfVariable = release.Parameters.IsEmpty;
        string? target = isOfVariable ? variable.Name : (acquire.Expression as MemberAccessExpressionSyntax)?.Expression.ToString();
        return target is null ? null : new GivingBack(variable.Name, release, target, !isOfVariable, IsAwaited: false);
    }

    private static GivingBack? OfObject(ILocalSymbol variable, int position, FixPlace place, ReferenceScope scope, bool isAsync)
    {
        bool isCounted = scope.Contracts.IsCounted(variable.Type);
        IMethodSymbol[] releases = place.Model.LookupSymbols(position, variable.Type).OfType<IMethodSymbol>()
            .Where(method => method is { Parameters.IsEmpty: true, IsStatic: false }
                && (isCounted ? scope.Contracts.Of(method).Receiver is ReceiverEffect.Releases : method.Name is "Dispose" && IsDisposable(variable.Type))
                && (isAsync || !IsAwaitable(method.ReturnType)))
            .ToArray();
        IMethodSymbol? release = releases.FirstOrDefault(static method => method.Name is "Dispose") ?? releases.FirstOrDefault();
        return release is null ? null : new GivingBack(variable.Name, release, variable.Name, TakesArgument: false, IsAwaited: false);
    }

    /// <summary>Whether a using declaration disposes of objects of a type.</summary>
    public static bool IsDisposable(ITypeSymbol type)
        => type.IsRefLikeType || Implements(type, "IDisposable");

    public static bool Implements(ITypeSymbol type, string name)
        => type.AllInterfaces.Concat(new[] { type }).Any(candidate => candidate.TypeKind is TypeKind.Interface && candidate.Name == name && candidate.ContainingNamespace is { Name: "System" });

    private static bool IsAwaitable(ITypeSymbol type) => type.GetMembers("GetAwaiter").Any(static member => member is IMethodSymbol { Parameters.IsEmpty: true });

    private bool IsCall(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments: var arguments } when access.Name.Identifier.ValueText == Method.Name
            => TakesArgument ? arguments.Count > 0 && IsVariable(arguments[0].Expression) : IsVariable(access.Expression),
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } } access
            => !TakesArgument && binding.Name.Identifier.ValueText == Method.Name && IsVariable(access.Expression),
        _ => false,
    };

    private bool IsNullTest(ExpressionSyntax condition) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } } comparison => IsVariable(comparison.Left),
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } } } or RecursivePatternSyntax { Type: null, PropertyPatternClause.Subpatterns.Count: 0, PositionalPatternClause: null, Designation: null } } pattern
            => IsVariable(pattern.Expression),
        _ => false,
    };

    private bool IsVariable(ExpressionSyntax expression) => Bare(expression) is IdentifierNameSyntax { Identifier.ValueText: var name } && name == Variable;

    private static ExpressionSyntax Bare(ExpressionSyntax expression) => expression switch
    {
        AwaitExpressionSyntax { Expression: var inner } => Bare(inner),
        ParenthesizedExpressionSyntax { Expression: var inner } => Bare(inner),
        CastExpressionSyntax { Expression: var inner } => Bare(inner),
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Right: var inner } => Bare(inner),
        _ => expression,
    };
}
