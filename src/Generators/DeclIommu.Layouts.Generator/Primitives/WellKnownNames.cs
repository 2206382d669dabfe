namespace DeclIommu.Layouts.Generator.Primitives;

/// <summary>The full names of the attributes: the generator matches by name and needs no reference to their library.</summary>
internal static class WellKnownNames
{
    public const string Namespace = "DeclIommu.Layouts";
    public const string Layout = Namespace + ".LayoutAttribute";
    public const string Bit = Namespace + ".BitAttribute";
    public const string Bits = Namespace + ".BitsAttribute";
    public const string Scaled = Namespace + ".ScaledAttribute";
    public const string Constant = Namespace + ".ConstantAttribute";
    public const string Repeat = Namespace + ".RepeatAttribute";
    public const string Reserved = Namespace + ".ReservedAttribute";
    public const string Access = Namespace + ".AccessAttribute";
    public const string Reset = Namespace + ".ResetAttribute";
    public const string LockedBy = Namespace + ".LockedByAttribute";
    public const string Exhaustive = Namespace + ".ExhaustiveAttribute";
    public const string AvailableWhen = Namespace + ".AvailableWhenAttribute";
    public const string Discriminator = Namespace + ".DiscriminatorAttribute";
    public const string PublishedLast = Namespace + ".PublishedLastAttribute";
    public const string CommandSet = Namespace + ".CommandSetAttribute";
    public const string Command = Namespace + ".CommandAttribute";
    public const string RegisterBank = Namespace + ".RegisterBankAttribute";
    public const string Register = Namespace + ".RegisterAttribute";
    public const string HalfAccess = Namespace + ".HalfAccessAttribute";
}
