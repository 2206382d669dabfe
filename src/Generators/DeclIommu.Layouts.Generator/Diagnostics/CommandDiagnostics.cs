using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Diagnostics;

/// <summary>The rules for command sets.</summary>
internal static class CommandDiagnostics
{
    public static readonly DiagnosticDescriptor OpcodeConflict = Rule.Error("DIG0077", "A command declares its discriminator otherwise than its set", "'{0}' of '{1}' shares bits with the discriminator of '{2}'; it must be those bits, get-only and constant {3}");

    public static readonly DiagnosticDescriptor CommandLessVisible = Rule.Error("DIG0080", "A command is at least as visible as its set", "'{0}' is less visible than '{1}', whose handlers take it; make it as visible");

    public static readonly DiagnosticDescriptor CommandWithoutSet = Rule.Warning("DIG0078", "A command belongs to no set", "'{0}' is a command, but no CommandSet of this project names it", true);

    public static readonly DiagnosticDescriptor CommandInTwoSets = Rule.Error("DIG0079", "A command belongs to two sets", "'{0}' is a member of '{1}' and of '{2}'; a command has one set", true);

    public static readonly DiagnosticDescriptor CommandSetWithoutLayout = Rule.Error("DIG0070", "A command set is a layout", "'{0}' is a command set and needs a Layout attribute");

    public static readonly DiagnosticDescriptor NoDiscriminator = Rule.Error("DIG0071", "A command set has a discriminator", "'{0}' needs a field marked Discriminator that tells its commands apart");

    public static readonly DiagnosticDescriptor DiscriminatorTooWide = Rule.Error("DIG0072", "A discriminator has at most 64 bits", "The discriminator of '{0}' has {1} bits; the most is 64");

    public static readonly DiagnosticDescriptor NotACommand = Rule.Error("DIG0073", "A member of a command set is a command", "'{1}' is a member of '{0}' and needs a Layout and a Command attribute");

    public static readonly DiagnosticDescriptor CommandSizeDiffers = Rule.Error("DIG0074", "A command has the size and byte order of its set", "'{0}' has {1} bits, '{2}' has {3}; they must agree, and so must the byte order");

    public static readonly DiagnosticDescriptor OpcodeTooWide = Rule.Error("DIG0075", "An opcode does not fit the discriminator", "'{0}' has the opcode {1}, which does not fit in {2} bits");

    public static readonly DiagnosticDescriptor DuplicateOpcode = Rule.Error("DIG0076", "Two commands have one opcode", "'{0}' has the opcode {1}, which '{2}' has already");
}
