using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.Words;

/// <summary>The names by which what a piece of syntax declares is used.</summary>
internal static class Declarations
{
    /// <summary>Gives each of the names; false if it can be used without being named.</summary>
    public static bool Names(SyntaxNode declaration, Action<string> add)
    {
        switch (declaration)
        {
            case BaseTypeDeclarationSyntax type:
                add(type.Identifier.ValueText);
                return true;
            case MethodDeclarationSyntax method:
                add(method.Identifier.ValueText);
                return true;
            case ConstructorDeclarationSyntax constructor:
                add(constructor.Identifier.ValueText);
                return true;
            case DestructorDeclarationSyntax destructor:
                add(destructor.Identifier.ValueText);
                return true;
            case PropertyDeclarationSyntax property:
                add(property.Identifier.ValueText);
                return true;
            case EventDeclarationSyntax @event:
                add(@event.Identifier.ValueText);
                return true;
            case BaseFieldDeclarationSyntax field:
                foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                {
                    add(variable.Identifier.ValueText);
                }

                return true;
            case EnumMemberDeclarationSyntax member:
                add(member.Identifier.ValueText);
                return true;
            case AccessorDeclarationSyntax { Parent.Parent: { } member }:
                return Names(member, add);
            case ParameterSyntax parameter:
                add(parameter.Identifier.ValueText);
                return parameter.Parent?.Parent is not { } owner || owner is AnonymousFunctionExpressionSyntax || Names(owner, add);
            case LocalFunctionStatementSyntax local:
                add(local.Identifier.ValueText);
                return true;
            case AnonymousFunctionExpressionSyntax or CompilationUnitSyntax or TypeParameterSyntax:
                return true;
            default:
                return false;
        }
    }
}
