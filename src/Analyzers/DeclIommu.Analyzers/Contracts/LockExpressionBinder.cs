using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>Binds the text of a lock expression the way code at the annotated member would bind.</summary>
internal sealed class LockExpressionBinder
{
    private readonly ContractReader _contracts;
    private readonly ISymbol _member;
    private readonly INamedTypeSymbol? _type;
    private readonly bool _isFromMetadata;
    private bool _isCallee;

    public LockExpressionBinder(ContractReader contracts, ISymbol member)
    {
        _contracts = contracts;
        _member = member;
        _type = member as INamedTypeSymbol ?? member.ContainingType;
        _isFromMetadata = member.DeclaringSyntaxReferences.IsEmpty;
    }

    /// <summary>Why the last expression did not bind, for a message that ends in it.</summary>
    public string? Error { get; private set; }

    /// <summary>The type of the last expression that bound, where it is known.</summary>
    public ITypeSymbol? BoundType { get; private set; }

    public LockTemplate? Bind(string text)
    {
        Error = null;
        ExpressionSyntax expression = SyntaxFactory.ParseExpression(text);
        if (expression.ContainsDiagnostics || expression.FullSpan.Length != text.Length)
        {
            return Fail("it is not an expression");
        }

        if (Bind(expression) is not { } bound)
        {
            return null;
        }

        if (bound.Template is null)
        {
            return Fail("it names a type");
        }

        BoundType = bound.Type;
        return bound.Template with { Text = text };
    }

    private LockTemplate? Fail(string error)
    {
        Error ??= error;
        return null;
    }

    private Bound? Bind(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                return Bind(parenthesized.Expression);
            case ThisExpressionSyntax when IsStatic():
                Fail("a static member has no 'this'");
                return null;
            case ThisExpressionSyntax or BaseExpressionSyntax:
                return new Bound(LockTemplate.This, _type);
            case IdentifierNameSyntax name:
                return Identifier(name.Identifier.ValueText);
            case PredefinedTypeSyntax or GenericNameSyntax or AliasQualifiedNameSyntax:
                return TypeNamed(expression.ToString().Replace("global::", ""));
            case MemberAccessExpressionSyntax access when access.IsKind(SyntaxKind.SimpleMemberAccessExpression):
                return Access(access);
            case PostfixUnaryExpressionSyntax suppress when suppress.IsKind(SyntaxKind.SuppressNullableWarningExpression):
                return Bind(suppress.Operand);
            case InvocationExpressionSyntax call when Arguments(call.ArgumentList.Arguments) is { } arguments:
                return Call(call.Expression, "(" + arguments + ")");
            case ElementAccessExpressionSyntax element when Arguments(element.ArgumentList.Arguments) is { } indices:
                return Element(element, "[" + indices + "]");
            default:
                Fail("only members, parameters and constant arguments can name a lock");
                return null;
        }
    }

    private Bound? Identifier(string name)
    {
        foreach (IParameterSymbol parameter in Parameters(_member))
        {
            if (parameter.Name == name)
            {
                return new Bound(LockTemplate.Parameter(parameter.Ordinal, name), parameter.Type);
            }
        }

        if (ExtensionBlocks.Receiver(_member) is { } extended && extended.Name == name)
        {
            return new Bound(LockTemplate.This, extended.Type);
        }

        for (ISymbol? outer = _member.ContainingSymbol; outer is IMethodSymbol; outer = outer.ContainingSymbol)
        {
            if (Parameters(outer).FirstOrDefault(parameter => parameter.Name == name) is { } captured)
            {
                return new Bound(new LockTemplate(TemplateRoot.Captured, -1, captured, ImmutableArray<PathSegment>.Empty, name), captured.Type);
            }
        }

        for (INamedTypeSymbol? type = _type; type is not null; type = type.ContainingType)
        {
            if (MemberOf(type, name) is { } member)
            {
                return FromMember(member, type);
            }
        }

        if (TypeNamed(name, report: false) is { } named)
        {
            return named;
        }

        if (_contracts.CapturedLocal(_member, name) is { } local)
        {
            return new Bound(new LockTemplate(TemplateRoot.Captured, -1, local, ImmutableArray<PathSegment>.Empty, name), (local as ILocalSymbol)?.Type);
        }

        if (_isFromMetadata)
        {
            return new Bound(LockTemplate.This.Append(new PathSegment(name)), null);
        }

        Fail("'" + name + "' is no parameter or member here");
        return null;
    }

    private Bound? FromMember(ISymbol member, INamedTypeSymbol where)
    {
        if (member.IsStatic)
        {
            return new Bound(new LockTemplate(TemplateRoot.Static, -1, member, ImmutableArray<PathSegment>.Empty, member.Name), TypeOf(member));
        }

        if (!SymbolEqualityComparer.Default.Equals(where, _type))
        {
            // An instance member of an outer type: C# has no outer instance, so any one of them.
            Fail("'" + member.Name + "' belongs to an instance of " + where.Name + ", which is not at hand here");
            return null;
        }

        if (IsStatic())
        {
            Fail("the static member has no instance to take '" + member.Name + "' from");
            return null;
        }

        return new Bound(Extend(LockTemplate.This, member, ""), TypeOf(member));
    }

    private Bound? Access(MemberAccessExpressionSyntax access)
    {
        string name = access.Name.Identifier.ValueText;
        Bound? left = Bind(access.Expression, allowNamespace: true);
        if (left is not { } receiver)
        {
            return TypeNamed(access.ToString(), report: false) is { } qualified ? Recovered(qualified) : null;
        }

        if (receiver.Template is null)
        {
            var type = (INamedTypeSymbol)receiver.Type!;
            if (MemberOf(type, name) is { } member)
            {
                return member.IsStatic
                    ? new Bound(new LockTemplate(TemplateRoot.Static, -1, member, ImmutableArray<PathSegment>.Empty, name), TypeOf(member))
                    : new Bound(Extend(new LockTemplate(TemplateRoot.AnyInstance, -1, type, ImmutableArray<PathSegment>.Empty, name), member, ""), TypeOf(member));
            }

            return type.GetTypeMembers(name).FirstOrDefault() is { } nested ? new Bound(null, nested) : Missing(name, type);
        }

        if (receiver.Type is null)
        {
            return new Bound(receiver.Template.Append(new PathSegment(name)), null);
        }

        return MemberOf(receiver.Type, name) is { IsStatic: false } found
            ? new Bound(Extend(receiver.Template, found, ""), TypeOf(found))
            : Missing(name, receiver.Type, receiver.Template);
    }

    private Bound Recovered(Bound bound)
    {
        Error = null;
        return bound;
    }

    private Bound? Bind(ExpressionSyntax expression, bool allowNamespace)
    {
        Bound? bound = Bind(expression);
        if (bound is null && allowNamespace && TypeNamed(expression.ToString(), report: false) is { } type)
        {
            return Recovered(type);
        }

        return bound;
    }

    private Bound? Missing(string name, ITypeSymbol type, LockTemplate? receiver = null)
    {
        if (type.DeclaringSyntaxReferences.IsEmpty && receiver is not null)
        {
            return new Bound(receiver.Append(new PathSegment(name)), null);
        }

        Fail("'" + type.Name + "' has no member '" + name + "'");
        return null;
    }

    private Bound? Call(ExpressionSyntax callee, string arguments)
    {
        _isCallee = true;
        Bound? bound = Bind(callee);
        _isCallee = false;
        if (bound?.Template is not { } template)
        {
            return null;
        }

        ISymbol? method = template.Segments.IsEmpty ? template.Symbol : template.Segments[template.Segments.Length - 1].Symbol;
        if (method is not IMethodSymbol called)
        {
            Fail("it calls something that is no method");
            return null;
        }

        if (template.Segments.IsEmpty)
        {
            var onType = new LockTemplate(TemplateRoot.Static, -1, called.ContainingType, ImmutableArray<PathSegment>.Empty, template.Text);
            return new Bound(onType.Append(new PathSegment(called, arguments)), called.ReturnType);
        }

        LockTemplate receiver = template with { Segments = template.Segments.RemoveAt(template.Segments.Length - 1) };
        return new Bound(Extend(receiver, called, arguments), called.ReturnType);
    }

    private Bound? Element(ElementAccessExpressionSyntax element, string indices)
    {
        if (Bind(element.Expression) is not { Template: { } receiver } bound)
        {
            return null;
        }

        IPropertySymbol? indexer = bound.Type?.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(static property => property.IsIndexer);
        ITypeSymbol? type = indexer?.Type ?? (bound.Type as IArrayTypeSymbol)?.ElementType;
        return new Bound(receiver.Append(indexer is null ? new PathSegment("[]", indices) : new PathSegment(indexer, indices)), type);
    }

    private LockTemplate Extend(LockTemplate receiver, ISymbol member, string arguments)
    {
        if (!(_isCallee && member is IMethodSymbol) && _contracts.ReturnedLock(member) is { } returned && returned.Root is TemplateRoot.This)
        {
            return receiver with { Segments = receiver.Segments.AddRange(returned.Segments) };
        }

        return receiver.Append(new PathSegment(member, member is IMethodSymbol && arguments.Length == 0 ? "()" : arguments));
    }

    private static string? Arguments(SeparatedSyntaxList<ArgumentSyntax> arguments)
        => arguments.All(static argument => argument.Expression is LiteralExpressionSyntax)
            ? string.Join(",", arguments.Select(static argument => argument.Expression is LiteralExpressionSyntax { Token.Value: string text } ? "\"" + text + "\"" : argument.Expression.ToString()))
            : null;

    private Bound? TypeNamed(string name, bool report = true)
    {
        if (TypeResolver.Find(_contracts.Compilation, _type, _member.ContainingNamespace, name) is { } type)
        {
            return new Bound(null, type);
        }

        if (report)
        {
            Fail("there is no type '" + name + "'");
        }

        return null;
    }

    private bool IsStatic() => _member.IsStatic && _member is not INamedTypeSymbol && !(_member is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction });

    private static ImmutableArray<IParameterSymbol> Parameters(ISymbol member) => member switch
    {
        IMethodSymbol method => method.Parameters,
        IPropertySymbol property => property.Parameters,
        INamedTypeSymbol { DelegateInvokeMethod: { } invoke } => invoke.Parameters,
        _ => ImmutableArray<IParameterSymbol>.Empty,
    };

    private static ISymbol? MemberOf(ITypeSymbol type, string name)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name).FirstOrDefault(static member => member is IFieldSymbol or IPropertySymbol or IMethodSymbol or IEventSymbol) is { } member)
            {
                return member;
            }
        }

        return type.AllInterfaces.SelectMany(contract => contract.GetMembers(name)).FirstOrDefault()
            ?? (type as ITypeParameterSymbol)?.ConstraintTypes.Select(constraint => MemberOf(constraint, name)).FirstOrDefault(static member => member is not null);
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IMethodSymbol method => method.ReturnType,
        IEventSymbol @event => @event.Type,
        _ => null,
    };

    private readonly record struct Bound(LockTemplate? Template, ITypeSymbol? Type);
}
