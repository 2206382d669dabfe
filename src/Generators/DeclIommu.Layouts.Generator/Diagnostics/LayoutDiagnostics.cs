using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Diagnostics;

/// <summary>The rules for layouts.</summary>
internal static class LayoutDiagnostics
{
    public static readonly DiagnosticDescriptor NotPartial = Rule.Error("DIG0001", "A declared type must be partial", "'{0}' must be declared partial so that its implementation can be generated");

    public static readonly DiagnosticDescriptor NotAPlainStruct = Rule.Error("DIG0002", "A declared type must be a plain struct", "'{0}' must be a plain struct: not a record, not a ref struct, not file-local, and without type parameters");

    public static readonly DiagnosticDescriptor ContainerNotPartial = Rule.Error("DIG0003", "A type around a declared type must be partial", "'{0}' lies in '{1}', which must be partial and without type parameters");

    public static readonly DiagnosticDescriptor LanguageTooOld = Rule.Error("DIG0004", "Partial properties need C# 13", "'{0}' is declared with partial properties, which need C# 13 or later; this project uses C# {1}");

    public static readonly DiagnosticDescriptor InvalidSize = Rule.Error("DIG0005", "The size of a layout is a positive multiple of 8 bits", "'{0}' has {1} bits; a layout has a positive multiple of 8, at most {2}");

    public static readonly DiagnosticDescriptor Overlap = Rule.Error("DIG0006", "Two fields share bits", "'{0}' shares bit {1} with '{2}'; move one of them");

    public static readonly DiagnosticDescriptor PastTheEnd = Rule.Error("DIG0007", "A field passes the end of its layout", "'{0}' reaches bit {1}, but '{2}' has {3} bits");

    public static readonly DiagnosticDescriptor WiderThanType = Rule.Error("DIG0008", "A field is wider than its type", "'{0}' needs {1} bits, but '{2}' has {3}");

    public static readonly DiagnosticDescriptor BooleanWidth = Rule.Error("DIG0009", "A bool field has one bit", "'{0}' is a bool of {1} bits; give it one bit, or an integer type");

    public static readonly DiagnosticDescriptor UnpairedRange = Rule.Error("DIG0010", "Bit ranges come in pairs", "'{0}' names {1} bit numbers; a range is a pair msb, lsb");

    public static readonly DiagnosticDescriptor InvertedRange = Rule.Error("DIG0011", "The most significant bit comes first", "'{0}' has the range {1}, {2}; a range is msb, lsb with msb >= lsb >= 0");

    public static readonly DiagnosticDescriptor PiecesOverlap = Rule.Error("DIG0012", "The pieces of a field share bits", "'{0}' uses bit {1} more than once");

    public static readonly DiagnosticDescriptor TwoPlaces = Rule.Error("DIG0013", "A field has one place", "'{0}' has both a Bit and a Bits attribute; keep one");

    public static readonly DiagnosticDescriptor MemberNotPartial = Rule.Error("DIG0014", "A field must be a partial member", "'{0}' must be declared partial, without a body");

    public static readonly DiagnosticDescriptor UnsupportedMember = Rule.Error("DIG0015", "A field cannot be declared like this", "'{0}' cannot be a field: use an instance property, an indexer with one int, or methods Get…(int index) and Set…(int index, value)");

    public static readonly DiagnosticDescriptor NoGetter = Rule.Error("DIG0016", "A field must be readable", "'{0}' has no getter; a field needs one");

    public static readonly DiagnosticDescriptor UnsupportedType = Rule.Error("DIG0017", "A field cannot have this type", "'{0}' has the type '{1}'; a field is a bool, an integer, an enum, a layout, or a struct with one public constructor from an integer and one way back");

    public static readonly DiagnosticDescriptor EnumMemberTooWide = Rule.Error("DIG0018", "An enum value does not fit its field", "'{0}' has {1} bits, too few for the value '{2}'");

    public static readonly DiagnosticDescriptor ConstantTooWide = Rule.Error("DIG0019", "A constant does not fit its field", "'{0}' is constant {1}, which does not fit in {2} bits");

    public static readonly DiagnosticDescriptor ResetTooWide = Rule.Error("DIG0020", "A reset value does not fit its field", "'{0}' resets to {1}, which does not fit in {2} bits");

    public static readonly DiagnosticDescriptor InvalidScale = Rule.Error("DIG0021", "A field cannot be scaled like this", "'{0}' is scaled by {1} bits and has the type '{2}'; integers and wrappers can be scaled, by 1 to 127 bits");

    public static readonly DiagnosticDescriptor NestedWidth = Rule.Error("DIG0022", "A nested layout takes its own size", "'{0}' has {1} bits, but '{2}' has {3}");

    public static readonly DiagnosticDescriptor NestedNotOnByte = Rule.Error("DIG0023", "A nested layout above 128 bits lies on a byte", "'{0}' starts at bit {1}; a nested layout above 128 bits starts on a byte, in one piece, not repeated");

    public static readonly DiagnosticDescriptor RepeatWithoutIndex = Rule.Error("DIG0024", "A repeated field needs an index", "'{0}' is repeated; declare it as an indexer or as methods Get…(int index) and Set…(int index, value)");

    public static readonly DiagnosticDescriptor IndexedWithoutRepeat = Rule.Error("DIG0025", "An indexed field must be repeated", "'{0}' takes an index; add a Repeat attribute");

    public static readonly DiagnosticDescriptor InvalidRepeat = Rule.Error("DIG0026", "A field cannot be repeated like this", "'{0}' is repeated {1} times every {2} bits with {3} bits each; the count is at least 1, the stride at least the width, and the field in one piece");

    public static readonly DiagnosticDescriptor ReservedOverlap = Rule.Error("DIG0027", "A reserved range names bits that are taken", "Bit {0} of the reserved range belongs to '{1}'");

    public static readonly DiagnosticDescriptor InstanceField = Rule.Error("DIG0028", "A layout has no fields of its own", "'{0}' is its own storage; '{1}' would change its size");

    public static readonly DiagnosticDescriptor NameTaken = Rule.Error("DIG0029", "A member is named like a generated one", "'{0}' gets a member '{1}' from the generator; rename this one");

    public static readonly DiagnosticDescriptor NoPlace = Rule.Error("DIG0030", "A partial member of a layout has no bits", "'{1}' of '{0}' has no Bit or Bits attribute");

    public static readonly DiagnosticDescriptor ExhaustiveWithoutEnum = Rule.Error("DIG0031", "Only enums are exhaustive", "'{0}' is not an enum, so Exhaustive says nothing");

    public static readonly DiagnosticDescriptor UnknownLock = Rule.Error("DIG0032", "The lock field does not exist", "'{0}' is locked by '{1}', which is no field of '{2}'");

    public static readonly DiagnosticDescriptor UnknownCapability = Rule.Error("DIG0033", "The capability does not exist", "'{0}' is available when '{1}', which is no bool property of '{2}'");

    public static readonly DiagnosticDescriptor PublishedTwice = Rule.Error("DIG0034", "One field is published last", "'{0}' is published last, and so is '{1}'; a layout has one such field");

    public static readonly DiagnosticDescriptor PublishedInPieces = Rule.Error("DIG0035", "A field published last lies in one word", "'{0}' spans words; a field published last lies in one 64-bit word");

    public static readonly DiagnosticDescriptor GetterCopies = Rule.Info("DIG0036", "A getter that is not readonly copies the value", "'{0}' has a getter that is not readonly, so that reading it through a read-only overlay copies all of '{1}'; write '{{ readonly get; set; }}'");

    public static readonly DiagnosticDescriptor ConstantSettable = Rule.Warning("DIG0037", "A constant can be overwritten", "'{0}' is constant but has a setter; remove the setter");

    public static readonly DiagnosticDescriptor ReadOnlyStruct = Rule.Error("DIG0038", "A layout cannot be a readonly struct", "'{0}' stores its words and cannot be readonly; leave out the setters instead");

    public static readonly DiagnosticDescriptor OutsideLayout = Rule.Error("DIG0039", "A field or register stands outside of a layout or bank", "'{0}' has the attribute {1}, but '{2}' has no {3} attribute; without it nothing is generated");

    public static readonly DiagnosticDescriptor NoCapabilities = Rule.Error("DIG0062", "Capabilities are a type with values", "'{0}' names '{1}' as its capabilities, of which no value can be passed; name a class or struct with bool properties");
}
