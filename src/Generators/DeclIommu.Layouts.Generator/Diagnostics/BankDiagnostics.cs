using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Diagnostics;

/// <summary>The rules for register banks.</summary>
internal static class BankDiagnostics
{
    public static readonly DiagnosticDescriptor InvalidSize = Rule.Error("DIG0040", "A bank has at least one byte", "'{0}' has {1} bytes; a bank has at least 1");

    public static readonly DiagnosticDescriptor NoWidth = Rule.Error("DIG0041", "A bank takes some width of access", "'{0}' takes no access at all; name widths of 1, 2, 4 or 8 bytes");

    public static readonly DiagnosticDescriptor ReadOnlyStruct = Rule.Error("DIG0042", "A bank cannot be a readonly struct", "'{0}' stores its registers and cannot be readonly");

    public static readonly DiagnosticDescriptor LayoutAndBank = Rule.Error("DIG0043", "A type is a layout or a bank", "'{0}' is declared as a layout and as a register bank; make two types of it");

    public static readonly DiagnosticDescriptor RegisterType = Rule.Error("DIG0044", "A register has 8, 16, 32 or 64 bits", "'{0}' has the type '{1}'; a register is an integer or a layout of 8, 16, 32 or 64 bits");

    public static readonly DiagnosticDescriptor FieldAttribute = Rule.Error("DIG0045", "An attribute of a field stands on a register", "'{0}' is a register; {1} belongs on a field of a layout");

    public static readonly DiagnosticDescriptor PastTheEnd = Rule.Error("DIG0046", "A register passes the end of its bank", "'{0}' takes the bytes 0x{1} to 0x{2}, but '{3}' has the bytes 0 to 0x{4}");

    public static readonly DiagnosticDescriptor Misaligned = Rule.Error("DIG0047", "A register lies at a multiple of its size", "'{0}' has {1} bytes and cannot lie at offset 0x{2}; the next place is 0x{3}");

    public static readonly DiagnosticDescriptor InvalidRepeat = Rule.Error("DIG0048", "A register cannot be repeated like this", "'{0}' is repeated {1} times every {2} bytes; the count is at least 1, the stride a multiple of the register's {3} bytes, and all elements have at most {4} bytes");

    public static readonly DiagnosticDescriptor HalfAccessWidth = Rule.Error("DIG0049", "Only a register of 64 bits has halves", "'{0}' has {1} bits; a rule for access to a half needs 64");

    public static readonly DiagnosticDescriptor PolicyOnLayout = Rule.Error("DIG0050", "The policies of a layout stand on its fields", "'{0}' is of the layout '{1}'; put {2} on the fields of that layout");

    public static readonly DiagnosticDescriptor Overlap = Rule.Error("DIG0051", "Two registers share a byte", "'{0}' shares the byte 0x{1} with '{2}'; move one of them");

    public static readonly DiagnosticDescriptor NameTaken = Rule.Error("DIG0052", "A member of a bank is named like a generated one", "'{0}' gets a generated member '{1}'; rename this one");

    public static readonly DiagnosticDescriptor NoOffset = Rule.Error("DIG0053", "A partial member of a bank has no offset", "'{1}' of '{0}' is partial, but has no Register attribute");

    public static readonly DiagnosticDescriptor OtherCapabilities = Rule.Error("DIG0054", "A register's layout asks for other capabilities than its bank", "'{0}' is of a layout with the capabilities '{1}', but '{2}' has '{3}'; name the same type in both");

    public static readonly DiagnosticDescriptor InvalidResetKind = Rule.Error("DIG0055", "A kind of reset is a name", "'{0}' names the reset kind '{1}'; a kind becomes the method Reset{1} and must be an identifier");

    public static readonly DiagnosticDescriptor TwoResets = Rule.Error("DIG0056", "A reset gives one value", "'{0}' has two values for the same reset; keep one");

    public static readonly DiagnosticDescriptor UnknownAccess = Rule.Error("DIG0057", "An access policy is one of the named ones", "'{0}' has the access policy {1}, which is not a member of Access");

    public static readonly DiagnosticDescriptor LockWithoutWrites = Rule.Warning("DIG0058", "A lock has nothing to lock", "'{0}' is locked by '{1}', but no write changes it");

    public static readonly DiagnosticDescriptor ConstantWithAccess = Rule.Error("DIG0059", "A constant is read-only", "'{0}' is a constant; its access policy cannot be {1}");

    public static readonly DiagnosticDescriptor ConstantWithReset = Rule.Error("DIG0060", "A constant has no other reset value", "'{0}' is the constant {1}, but resets to {2}");

    public static readonly DiagnosticDescriptor LockedByItself = Rule.Error("DIG0061", "A field cannot lock itself", "'{0}' is locked by itself; declare it WriteOnce, or name another field");
}
