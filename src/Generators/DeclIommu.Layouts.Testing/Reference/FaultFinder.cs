using System.Numerics;
using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>
/// Finds every fault of one value, bit by bit and field by field. While it is not known what the device can do, a field that depends on it may be
/// as declared or as the reserved policy has it.
/// </summary>
internal sealed class FaultFinder(LayoutReference layout, BitImage image, Func<string, bool>? hasCapability)
{
    private readonly List<LayoutFault> _faults = [];

    public IReadOnlyList<LayoutFault> Find()
    {
        for (int bit = 0; bit < layout.SizeInBits; bit++)
        {
            if (layout.ReservedAt(bit) is { } policy && Breaks(policy, bit) is { } reason)
            {
                _faults.Add(new LayoutFault(null, bit, bit, reason));
            }
        }

        if (layout.Opcode is { } opcode && image.Take(opcode.Bits) != opcode.Value)
        {
            Add(opcode.Name, opcode.Bits, LayoutFaultReason.ConstantMismatch);
        }

        // A command that the device cannot do is told by its opcode, declared or implied.
        if (layout.Type.GetCustomAttribute<AvailableWhenAttribute>() is { } gate && hasCapability?.Invoke(gate.Capability) == false && ImpliedOpcode.SetOf(layout.Type) is { } set)
        {
            ReferenceField discriminator = ImpliedOpcode.DiscriminatorOf(set);
            Add(discriminator.Name, discriminator.BitsOf(), LayoutFaultReason.NotAvailable);
        }

        foreach (ReferenceField field in layout.Fields)
        {
            for (int element = 0; element < field.Count; element++)
            {
                FindIn(field, element);
            }
        }

        return [.. _faults.OrderBy(static fault => fault.Lsb)];
    }

    private void FindIn(ReferenceField field, int element)
    {
        IReadOnlyList<int> bits = field.BitsOf(element);
        if (layout.IsGated(field) && hasCapability?.Invoke(field.Capability!) != true)
        {
            bool isReserved = bits.All(bit => Breaks(layout.DefaultReserved, bit) is null);
            if (hasCapability is not null && !isReserved)
            {
                Add(field.ElementName(element), bits, LayoutFaultReason.NotAvailable);
            }

            if (hasCapability is not null || isReserved)
            {
                return;
            }
        }

        if (field.Constant is { } constant && image.Take(bits) != constant)
        {
            Add(field.ElementName(element), bits, LayoutFaultReason.ConstantMismatch);
        }

        if (field.Codec is NestedLayoutCodec)
        {
            FindInNested(field, element);
        }

        if (field.Codec.Names.Count > 0)
        {
            FindInEnum(field.ElementName(element), field, bits, field.Get(image, element));
        }
    }

    // A fault within a nested layout is a fault of the outer one, at its place there.
    private void FindInNested(ReferenceField field, int element)
    {
        IReadOnlyList<int> bits = field.BitsOf(element);
        var inner = new BitImage(bits.Count);
        inner.Put([.. Enumerable.Range(0, bits.Count)], image.Take(bits));
        LayoutReference nested = LayoutReference.Of(field.Type);
        foreach (LayoutFault fault in nested.FaultsOf(inner, nested.Capabilities == layout.Capabilities ? hasCapability : null))
        {
            string? name = fault.Field is null ? null : $"{field.ElementName(element)}.{fault.Field}";
            _faults.Add(new LayoutFault(name, Math.Max(bits[fault.Msb], bits[fault.Lsb]), Math.Min(bits[fault.Msb], bits[fault.Lsb]), fault.Reason));
        }
    }

    private void FindInEnum(string name, ReferenceField field, IReadOnlyList<int> bits, BigInteger value)
    {
        NamedNumber[] named = [.. field.Codec.Names.Where(name => field.ToRaw(name.Number) == field.ToRaw(value))];
        if (field.IsExhaustive && named.Length == 0)
        {
            Add(name, bits, LayoutFaultReason.UndefinedValue);
        }

        if (named.Length > 0 && layout.Capabilities is not null && hasCapability is not null
            && named.All(name => name.Capability is { } capability && !hasCapability(capability)))
        {
            Add(name, bits, LayoutFaultReason.NotAvailable);
        }
    }

    private LayoutFaultReason? Breaks(ReservedBits policy, int bit) => policy switch
    {
        ReservedBits.MustBeZero when image[bit] => LayoutFaultReason.ReservedBitSet,
        ReservedBits.MustBeOne when !image[bit] => LayoutFaultReason.ReservedBitClear,
        _ => null,
    };

    private void Add(string name, IReadOnlyList<int> bits, LayoutFaultReason reason) =>
        _faults.Add(new LayoutFault(name, bits.Max(), bits.Min(), reason));
}
