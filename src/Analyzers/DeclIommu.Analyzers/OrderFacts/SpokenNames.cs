using DeclIommu.Analyzers.Words;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.OrderFacts;

/// <summary>The names of members, by the way in which they are spoken where the members are used.</summary>
internal sealed class SpokenNames
{
    /// <summary>The names of methods and types, which a bracket follows where a method is called or an object made.</summary>
    public NameSet Called { get; } = new();

    /// <summary>The names of properties and events.</summary>
    public NameSet Used { get; } = new();

    /// <summary>There is a constructor among the members: it can run without its type being named.</summary>
    public bool HasConstructors { get; private set; }

    /// <summary>There is an operator among the members: nothing says that one is used.</summary>
    public bool HasOperators { get; private set; }

    public int Count => Called.Count + Used.Count;

    public void Add(ISymbol member)
    {
        string name = NamedMember.NameOf(member);
        switch (member)
        {
            case IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor }:
                AddConstructor(name);
                break;
            case IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation }:
                Called.Add(name);
                break;
            default:
                HasOperators |= name.Length == 0;
                Used.Add(name);
                break;
        }
    }

    /// <summary>Adds a member that reaches another. Operators stand everywhere: one that gets to a lock through another member would make all of them reach it, and is left out.</summary>
    public void Add(NamedMember member)
    {
        if (member.Body is ConstructorDeclarationSyntax)
        {
            AddConstructor(member.Name);
        }
        else if (member.Name.Length > 0)
        {
            (member.Body is MethodDeclarationSyntax ? Called : Used).Add(member.Name);
        }
    }

    /// <summary>Adds the name of a member of which nothing else is known.</summary>
    public void Add(string name)
    {
        Called.Add(name);
        Used.Add(name);
        HasConstructors = true;
    }

    private void AddConstructor(string type)
    {
        HasConstructors = true;
        Called.Add(type);

        // Of a constructor that begins with another one.
        Called.Add("base");
        Called.Add("this");
    }
}
