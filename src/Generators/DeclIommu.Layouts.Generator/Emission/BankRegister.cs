using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>A register as the bank's code sees it: the names of its state and the masks of its policies.</summary>
internal sealed class BankRegister
{
    private readonly Dictionary<AccessKind, ulong> _policies = [];

    public BankRegister(RegisterModel model, BankModel bank, BankNames names)
    {
        Model = model;
        bool isGated = model.Capabilities is not null && model.Capabilities == bank.Capabilities;
        foreach (FieldModel field in model.Fields)
        {
            AccessKind access = field.Constant is null ? field.Access : AccessKind.ReadOnly;
            _policies[access] = this[access] | BankFieldBits.Mask(field);
        }

        Ones = ReservedAs(ReservedPolicy.MustBeOne);
        Preserved = ReservedAs(ReservedPolicy.Preserve);
        Locks = [.. FindLocks()];
        Gates =
        [
            .. model.Fields.Where(field => isGated && field.Capability is not null)
                .GroupBy(static field => field.Capability!)
                .Select(static gate => new BankGate(gate.Key, gate.Aggregate(0UL, static (bits, field) => bits | BankFieldBits.Mask(field)))),
        ];
        Gated = Gates.Aggregate(0UL, static (bits, gate) => bits | gate.Mask);
        Capability = bank.Capabilities is null ? null : model.Capability;

        Name = model.Name.TrimStart('@');
        string stem = "_" + char.ToLowerInvariant(Name[0]) + Name.Substring(1);
        Stored = names.Take(stem);
        Written = this[AccessKind.WriteOnce] == 0 ? string.Empty : names.Take(stem + "Written");
        GatesOn = Gates.Count == 0 ? string.Empty : names.Take(stem + "Gates");
        string half = model.HalfAccess switch { HalfAccessKind.CommitOnHigh => "Pending", HalfAccessKind.SnapshotOnLow => "Kept", _ => string.Empty };
        Half = half.Length == 0 ? string.Empty : names.Take(stem + half);
        HalfLanes = half.Length == 0 ? string.Empty : names.Take(stem + half + "Lanes");
        ReadMethod = names.Take($"Read{Name}Lanes");
        WriteMethod = names.Take($"Write{Name}Lanes");
        foreach (string hook in (string[])["Writing", "Written", "Read"])
        {
            names.Take($"On{Name}{hook}");
        }
    }

    public RegisterModel Model { get; }

    /// <summary>The name without the <c>@</c> of a keyword.</summary>
    public string Name { get; }

    /// <summary>The field that holds the register.</summary>
    public string Stored { get; }

    /// <summary>The field that holds which write-once bits were written.</summary>
    public string Written { get; }

    /// <summary>The field that holds which gated bits are available.</summary>
    public string GatesOn { get; }

    /// <summary>The field that holds the half that was kept back.</summary>
    public string Half { get; }

    /// <summary>The field that holds which lanes were kept back.</summary>
    public string HalfLanes { get; }

    public string ReadMethod { get; }

    public string WriteMethod { get; }

    /// <summary>Reserved bits that read one.</summary>
    public ulong Ones { get; }

    /// <summary>Reserved bits that store what is written.</summary>
    public ulong Preserved { get; }

    /// <summary>The bits of fields that depend on a capability.</summary>
    public ulong Gated { get; }

    public IReadOnlyList<BankGate> Gates { get; }

    /// <summary>Bits that are left alone while other bits are not all zero.</summary>
    public IReadOnlyList<BankLock> Locks { get; }

    /// <summary>The capability without which the register is not there.</summary>
    public string? Capability { get; }

    public ulong All => Literal.Ones(Model.Bits);

    /// <summary>Bits whose writes store the data.</summary>
    public ulong Stores => this[AccessKind.ReadWrite] | this[AccessKind.WriteOnly] | Preserved;

    /// <summary>Bits that show what is stored, if they are available.</summary>
    public ulong Readable => Preserved | _policies.Where(static policy => policy.Key != AccessKind.WriteOnly).Aggregate(0UL, static (bits, policy) => bits | policy.Value);

    /// <summary>Bits that a write can change, if they are available.</summary>
    public ulong Writable => Stores | _policies
        .Where(static policy => policy.Key is not (AccessKind.ReadOnly or AccessKind.ReadClears or AccessKind.ReadSets))
        .Aggregate(0UL, static (bits, policy) => bits | policy.Value);

    /// <summary>Gated bits that store what is written while they are not available.</summary>
    public ulong PreservedWhenOff => Model.DefaultReserved == ReservedPolicy.Preserve ? Gated : 0;

    /// <summary>Gated bits that read one while they are not available.</summary>
    public ulong OnesWhenOff => Model.DefaultReserved == ReservedPolicy.MustBeOne ? Gated : 0;

    public int Count => Model.Repeat?.Count ?? 1;

    public bool IsRepeated => Model.Repeat is not null;

    /// <summary>The type that the register is stored as.</summary>
    public string StoredType => LayoutModel.RawTypeOf(Model.Bits)!;

    /// <summary>The type that the register is computed with.</summary>
    public string WordType => Model.Bits == 64 ? "ulong" : "uint";

    public bool HasWriteMethod =>
        Writable != 0 || PreservedWhenOff != 0 || Model.HasWritingHook || Model.HasWrittenHook;

    public bool HasReadMethod =>
        Model.HasReadHook || this[AccessKind.ReadClears] != 0 || this[AccessKind.ReadSets] != 0 || Model.HalfAccess == HalfAccessKind.SnapshotOnLow;

    /// <summary>The bits with a policy.</summary>
    public ulong this[AccessKind access] => _policies.TryGetValue(access, out ulong mask) ? mask : 0;

    /// <summary>A mask as a literal of the type that the register is computed with.</summary>
    public string Hex(ulong mask) => Literal.Hex(mask, Model.Bits);

    /// <summary>A piece of state of the element at hand.</summary>
    public string At(string state, string index = "index") => IsRepeated ? $"{state}[{index}]" : state;

    /// <summary>A word, made to fit what it is stored as.</summary>
    public string Narrow(string word) => Model.Bits >= 32 ? word : word.Contains(" ") ? $"({StoredType})({word})" : $"({StoredType}){word}";

    /// <summary>The value that a stored raw value stands for.</summary>
    public string FromRaw(string raw) => Model.Value switch
    {
        { Kind: ValueKind.Layout } => $"{Model.Value.TypeName}.FromRaw({raw})",
        { IsSigned: true } => $"unchecked(({Model.Value.TypeName}){raw})",
        _ => raw,
    };

    /// <summary>What a value is stored as.</summary>
    public string ToRaw(string value) => Model.Value switch
    {
        { Kind: ValueKind.Layout } => $"{value}.ToRaw()",
        { IsSigned: true } => $"unchecked(({StoredType}){value})",
        _ => value,
    };

    /// <summary>The element number as the first argument of a call.</summary>
    public string Index(string index = "index") => IsRepeated ? index + ", " : string.Empty;

    /// <summary>The byte offset as a comment gives it.</summary>
    public string OffsetText => "0x" + Model.Offset.ToString("X4", CultureInfo.InvariantCulture);

    private ulong ReservedAs(ReservedPolicy policy) =>
        Model.Reserved.Where(range => range.Policy == policy).Aggregate(0UL, static (bits, range) => bits | BankFieldBits.Mask(range));

    private IEnumerable<BankLock> FindLocks()
    {
        foreach (IGrouping<string, FieldModel> locked in Model.Fields.Where(static field => field.LockedBy is not null).GroupBy(static field => field.LockedBy!))
        {
            FieldModel? key = Model.Fields.FirstOrDefault(field => field.Name.TrimStart('@') == locked.Key.TrimStart('@'));
            if (key is not null)
            {
                yield return new BankLock(BankFieldBits.Mask(key), locked.Aggregate(0UL, static (bits, field) => bits | BankFieldBits.Mask(field)));
            }
        }
    }
}
