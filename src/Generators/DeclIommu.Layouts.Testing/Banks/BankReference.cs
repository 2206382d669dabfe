using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>A register bank as its attributes describe it.</summary>
internal sealed class BankReference
{
    public BankReference(Type type)
    {
        Declaration = type.GetCustomAttribute<RegisterBankAttribute>()
            ?? throw new ArgumentException($"{type.FullName} has no RegisterBank attribute.", nameof(type));
        Registers = [.. ReferenceRegister.Of(type, Declaration.Capabilities is not null)];
        Kinds = [.. Registers.SelectMany(static register => register.Bits).SelectMany(static bit => bit.Resets.Keys).Where(static kind => kind.Length > 0).Distinct().Order(StringComparer.Ordinal)];
    }

    public RegisterBankAttribute Declaration { get; }

    public IReadOnlyList<ReferenceRegister> Registers { get; }

    /// <summary>The named kinds of reset.</summary>
    public IReadOnlyList<string> Kinds { get; }

    /// <summary>The refusals that an access has earned, the ones of its shape alone first; none if it is to be done.</summary>
    public IReadOnlyList<AccessResult> Refusals(ulong offset, int width, Func<string, bool> hasCapability)
    {
        var refusals = new List<AccessResult>();
        AccessWidths asked = width switch { 1 => AccessWidths.One, 2 => AccessWidths.Two, 4 => AccessWidths.Four, 8 => AccessWidths.Eight, _ => AccessWidths.None };
        if (asked == AccessWidths.None || !Declaration.Widths.HasFlag(asked))
        {
            refusals.Add(AccessResult.BadWidth);
        }

        if (Declaration.Alignment == AccessAlignment.Natural && width > 0 && offset % (ulong)width != 0)
        {
            refusals.Add(AccessResult.Misaligned);
        }

        bool passesEnd = (UInt128)offset + (UInt128)width > (UInt128)Declaration.SizeInBytes;
        if (passesEnd || (Declaration.Miss == MissPolicy.Refuse && !Meets(offset, width, hasCapability).Any()))
        {
            refusals.Add(AccessResult.Unmapped);
        }

        return refusals;
    }

    /// <summary>The registers that an access touches.</summary>
    public IEnumerable<ReferenceRegister> Meets(ulong offset, int width, Func<string, bool> hasCapability) =>
        Registers.Where(register => (register.Capability is not { } capability || hasCapability(capability))
            && offset < (ulong)(register.Offset + register.Size)
            && (UInt128)(ulong)register.Offset < (UInt128)offset + (UInt128)width);
}
