using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>
/// Reads <c>*.lockcontracts.txt</c>: contracts for libraries that one cannot change. A line holds the documentation-comment ID of a
/// member and an attribute as in code, <c>M:Vendor.Queue.Push(System.Int32) RequiresLock("Gate")</c>; a parameter is written
/// behind a number sign, <c>M:Vendor.Bus.Visit(System.Action)#visitor InvokedImmediately</c>. Lines that begin with # are comments.
/// </summary>
internal static class ContractFile
{
    public const string Suffix = ".lockcontracts.txt";

    public static bool Is(string path) => path.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    public static ImmutableDictionary<string, ImmutableArray<ContractAttribute>> Read(IEnumerable<AdditionalText> files)
    {
        ImmutableDictionary<string, ImmutableArray<ContractAttribute>> contracts = ImmutableDictionary<string, ImmutableArray<ContractAttribute>>.Empty;
        foreach (AdditionalText file in files)
        {
            if (!Is(file.Path) || file.GetText() is not { } text)
            {
                continue;
            }

            foreach (TextLine line in text.Lines)
            {
                if (Parse(line.ToString(), out string id, out ContractAttribute? attribute) is null && attribute is not null)
                {
                    ImmutableArray<ContractAttribute> known = contracts.TryGetValue(id, out ImmutableArray<ContractAttribute> before) ? before : ImmutableArray<ContractAttribute>.Empty;
                    contracts = contracts.SetItem(id, known.Add(attribute));
                }
            }
        }

        return contracts;
    }

    /// <summary>Reads one line; the reason if it cannot be read. An empty line or a comment gives no attribute.</summary>
    public static string? Parse(string line, out string id, out ContractAttribute? attribute)
    {
        id = "";
        attribute = null;
        string text = line.Trim();
        if (text.Length == 0 || text[0] == '#')
        {
            return null;
        }

        int space = text.IndexOf(' ');
        if (space < 0)
        {
            return "a line is an ID, a space and an attribute";
        }

        id = text.Substring(0, space);
        if (id.Length < 3 || id[1] != ':' || "TMFPE".IndexOf(id[0]) < 0)
        {
            return "'" + id + "' is no documentation-comment ID";
        }

        return ParseAttribute(text.Substring(space + 1), out attribute);
    }

    private static string? ParseAttribute(string text, out ContractAttribute? attribute)
    {
        attribute = null;
        ExpressionSyntax expression = SyntaxFactory.ParseExpression(text);
        string? name = expression switch
        {
            IdentifierNameSyntax bare => bare.Identifier.ValueText,
            InvocationExpressionSyntax { Expression: IdentifierNameSyntax called } => called.Identifier.ValueText,
            _ => null,
        };
        if (name is null || expression.ContainsDiagnostics || expression.FullSpan.Length != text.Length)
        {
            return "'" + text + "' is no attribute";
        }

        var locks = ImmutableArray.CreateBuilder<string>();
        bool success = true;
        var flags = new HashSet<string>(StringComparer.Ordinal);
        foreach (ArgumentSyntax argument in expression is InvocationExpressionSyntax call ? call.ArgumentList.Arguments : default)
        {
            switch (argument.Expression)
            {
                case LiteralExpressionSyntax { Token.Value: string @lock }:
                    locks.Add(@lock);
                    break;
                case LiteralExpressionSyntax { Token.Value: bool value }:
                    success = value;
                    break;
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax flag, Right: LiteralExpressionSyntax { Token.Value: true } }:
                    flags.Add(flag.Identifier.ValueText);
                    break;
                default:
                    return "'" + argument + "' is neither a text nor a bool";
            }
        }

        attribute = new ContractAttribute(name + "Attribute", locks.ToImmutable(), success, flags.Contains("Shared"), flags.Contains("Reentrant"), flags.Contains("ThreadAffine"), null);
        bool isKnown = attribute.NamesLocks || attribute.Name is WellKnownNames.Lockable or WellKnownNames.ScopedLock or WellKnownNames.InvokedImmediately
            or WellKnownNames.NoBlocking or WellKnownNames.UncheckedLocking;
        return isKnown ? null : "there is no lock contract '" + name + "'";
    }
}
