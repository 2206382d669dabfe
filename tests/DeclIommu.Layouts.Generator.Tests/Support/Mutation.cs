using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Layouts.Generator.Tests.Support;

/// <summary>Changes a declaration at random, by tokens, attributes and members; a seed names each result.</summary>
internal static class Mutation
{
    /// <summary>Types that mutated declarations refer to.</summary>
    public const string Known = """

        public static class NoValues { public static bool X => true; }

        internal sealed class HiddenFeatures { public bool X { get; set; } private bool HasLog { get; set; } }

        public readonly record struct OpenFeatures(bool X, bool HasLog);
        """;

    private static readonly string[] Numbers =
        ["0", "1", "-1", "3", "7", "8", "15", "16", "31", "32", "33", "63", "64", "65", "127", "128", "129", "255", "4096", "int.MaxValue", "int.MinValue", "ulong.MaxValue"];

    private static readonly string[] Types =
        ["bool", "byte", "sbyte", "ushort", "short", "uint", "int", "ulong", "long", "UInt128", "Int128", "char", "string", "nint", "float", "object", "Entry", "Mode", "Tag", "Status", "Missing", "Span<byte>", "byte[]", "Guid", "int?"];

    private static readonly string[] Words =
        ["readonly", "partial", "static", "required", "public", "private", "unsafe", "ref", "get;", "set;", "init;", "private set;", "struct", "record struct", "ref struct", "class", "@class", "Read", "Fields"];

    private static readonly string[] Accessibilities = ["public", "internal", "private", "protected", "private protected", "file", ""];

    private static readonly string[] Attributes =
    [
        "Bit(0)", "Bits(7, 0)", "Bits(63, 1, 0, 0)", "Bits(3, 0, 7, 4)", "Bits(199, 64)", "Scaled(3)", "Scaled(60)", "Constant(1)", "Constant(ulong.MaxValue)", "Repeat(2, 8)", "Repeat(16, 4)", "Repeat(3, 100)",
        "Access(Access.WriteOneToClear)", "Access(Access.WriteOnce)", "Access((Access)99)", "Reset(3)", "Reset(1, Kind = \"Warm\")", "Reset(1, Kind = \"\")", "Exhaustive", "Discriminator", "Command(1)",
        "LockedBy(\"IsValid\")", "LockedBy(null!)", "PublishedLast", "AvailableWhen(\"X\")", "AvailableWhen(\"HasLog\")", "AvailableWhen(null!)", "Register(0)", "Register(0x100)", "HalfAccess(HalfAccess.CommitOnHigh)",
        "Layout(64)", "Layout(200)", "Layout(128, Capabilities = typeof(OpenFeatures))", "RegisterBank(16)", "CommandSet(typeof(Entry))", "CommandSet(null!)", "CommandSet()",
        "Reserved(127, 124, ReservedBits.Preserve)", "Reserved(63, 63, ReservedBits.MustBeOne)", "Reserved(5, 9, (ReservedBits)9)",
    ];

    private static readonly string[] Arguments =
    [
        "Capabilities = typeof(OpenFeatures)", "Capabilities = typeof(HiddenFeatures)", "Capabilities = typeof(NoValues)", "Capabilities = typeof(string)", "Capabilities = typeof(void)", "Capabilities = typeof(int[])",
        "Capabilities = typeof(Span<>)", "Capabilities = typeof(Span<int>)", "Capabilities = null", "Reserved = ReservedBits.MustBeOne", "Reserved = ReservedBits.Ignore", "Reserved = (ReservedBits)7",
        "ByteOrder = ByteOrder.BigEndian", "Widths = AccessWidths.Four", "Widths = (AccessWidths)0", "Alignment = AccessAlignment.Natural", "Miss = MissPolicy.ReadOnes", "Miss = (MissPolicy)5", "Kind = \"Cold\"",
    ];

    private static readonly string[] Members =
    [
        "public partial bool Bare { readonly get; set; }", "private int _own;", "public const int SizeInBytes = 3;", "public static int Count;", "public int this[int i] => i;", "public event Action? Happened;",
        "[Bits(71, 64)] public partial byte TryValidate { readonly get; set; }", "[Bit(1)] public partial bool @event { readonly get; set; }", "[Bit(2)] public required partial bool Needed { readonly get; init; }",
        "[Bits(3, 0), Repeat(2, 4)] public readonly partial byte GetNibble(int index);", "public partial void SetNibble(int index, byte value);", "[Register(0x80), Repeat(3, 4)] public partial uint this[int i] { readonly get; set; }",
        "public override string ToString() => string.Empty;", "public enum Inner { None = 1, Low = -1 }", "[Bits(9, 8), Exhaustive] public partial Inner Kind2 { readonly get; set; }",
    ];

    public static string Of(string source, int seed)
    {
        var random = new Random(seed);
        for (int round = random.Next(1, 4); round > 0; round--)
        {
            source = random.Next(2) == 0 ? WithToken(source, random) : WithMember(source, random);
        }

        return source + Known;
    }

    private static string WithToken(string source, Random random)
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
            _ when token.IsKind(SyntaxKind.NumericLiteralToken) => Pick(Numbers, random),
            _ when token.Parent is TypeSyntax => Pick(Types, random),
            _ when SyntaxFacts.IsAccessibilityModifier(token.Kind()) => Pick(Accessibilities, random),
            _ => Pick(Numbers, random) is var number && token.Parent is LiteralExpressionSyntax ? number : text,
        };
        return source.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, replacement);
    }

    private static string WithMember(string source, Random random)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(source).GetRoot();
        SyntaxNode[] declarations = [.. root.DescendantNodes().Where(static node => node is BaseTypeDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax or MethodDeclarationSyntax or EnumMemberDeclarationSyntax)];
        AttributeSyntax[] attributes = [.. root.DescendantNodes().OfType<AttributeSyntax>()];
        if (declarations.Length == 0 || attributes.Length == 0)
        {
            return source;
        }

        SyntaxNode declaration = declarations[random.Next(declarations.Length)];
        AttributeSyntax attribute = attributes[random.Next(attributes.Length)];
        return random.Next(6) switch
        {
            0 => source.Insert(declaration.SpanStart, $"[{Pick(Attributes, random)}] "),
            1 => source.Remove(attribute.SpanStart, attribute.Span.Length).Insert(attribute.SpanStart, Pick(Attributes, random)),
            2 when attribute.ArgumentList is { } arguments => source.Insert(arguments.CloseParenToken.SpanStart, (arguments.Arguments.Count > 0 ? ", " : string.Empty) + Pick(Arguments, random)),
            3 when declaration is TypeDeclarationSyntax { CloseBraceToken.SpanStart: > 0 and var end } => source.Insert(end, Pick(Members, random) + "\n"),
            4 when declaration is not BaseTypeDeclarationSyntax => source.Remove(declaration.SpanStart, declaration.Span.Length),
            5 => source.Remove(attribute.SpanStart, attribute.Span.Length).Insert(attribute.SpanStart, attributes[random.Next(attributes.Length)].ToString()),
            _ => source,
        };
    }

    private static string Pick(string[] choices, Random random) => choices[random.Next(choices.Length)];
}
