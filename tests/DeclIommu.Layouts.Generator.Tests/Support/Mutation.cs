using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Layouts.Generator.Tests.Support;

/// <summary>Changes a declaration at random, token by token; a seed names each result.</summary>
internal static class Mutation
{
    private static readonly string[] Numbers = ["0", "1", "-1", "3", "7", "8", "15", "16", "31", "32", "33", "63", "64", "65", "127", "128", "129", "255", "4096", "int.MaxValue", "int.MinValue"];

    private static readonly string[] Types =
        ["bool", "byte", "sbyte", "ushort", "short", "uint", "int", "ulong", "long", "UInt128", "Int128", "char", "string", "nint", "float", "object", "Entry", "Mode", "Tag", "Missing", "Span<byte>", "byte[]", "Guid", "int?"];

    private static readonly string[] Words =
        ["readonly", "partial", "static", "required", "public", "private", "unsafe", "ref", "get;", "set;", "init;", "struct", "record struct", "ref struct", "class", "@class", "Read", "Fields", "Reserved = ReservedBits.MustBeOne,", "ByteOrder = ByteOrder.BigEndian,"];

    private static readonly string[] Attributes =
        ["[Bit(0)]", "[Bits(7, 0)]", "[Bits(63, 1, 0, 0)]", "[Scaled(3)]", "[Constant(1)]", "[Repeat(2, 8)]", "[Access(Access.WriteOneToClear)]", "[Reset(3)]", "[Reset(1, Kind = \"Warm\")]", "[Exhaustive]", "[Discriminator]", "[Command(1)]", "[LockedBy(\"IsValid\")]", "[PublishedLast]", "[AvailableWhen(\"X\")]", "[Register(0)]", "[HalfAccess(HalfAccess.CommitOnHigh)]", "[Layout(64)]", "[RegisterBank(16)]", "[CommandSet(typeof(Entry))]"];

    public static string Of(string source, int seed)
    {
        var random = new Random(seed);
        for (int round = random.Next(1, 4); round > 0; round--)
        {
            source = Once(source, random);
        }

        return source;
    }

    private static string Once(string source, Random random)
    {
        SyntaxToken[] tokens = [.. CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens().Where(static token => token.Span.Length > 0)];
        if (tokens.Length == 0)
        {
            return source;
        }

        SyntaxToken token = tokens[random.Next(tokens.Length)];
        string text = token.Text;
        string replacement = random.Next(8) switch
        {
            0 => string.Empty,
            1 => text + " " + text,
            2 => tokens[random.Next(tokens.Length)].Text,
            3 => text + " " + Pick(Words, random),
            4 => Pick(Attributes, random) + " " + text,
            _ when token.IsKind(SyntaxKind.NumericLiteralToken) => Pick(Numbers, random),
            _ when IsTypeName(token) => Pick(Types, random),
            _ => Pick(Numbers, random) is var number && token.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.LiteralExpressionSyntax ? number : text,
        };
        return source.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, replacement);
    }

    private static bool IsTypeName(SyntaxToken token) => token.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.TypeSyntax;

    private static string Pick(string[] choices, Random random) => choices[random.Next(choices.Length)];
}
