namespace DeclIommu.Layouts.Testing;

/// <summary>The state of one register, and what accesses do to it: each bit by the words of its policy.</summary>
internal sealed class ReferenceState(ReferenceRegister register, Func<string, bool> hasCapability)
{
    private const int Half = 32;

    private readonly bool[] _value = new bool[register.Bits.Count];

    /// <summary>WriteOnce: the bits whose one write has been.</summary>
    private readonly bool[] _wasWritten = new bool[register.Bits.Count];

    /// <summary>CommitOnHigh: what was written to the low half and waits for the high one; null is a bit not written.</summary>
    private readonly bool?[] _pending = new bool?[register.Bits.Count];

    /// <summary>SnapshotOnLow: what the high half was when the low one was read.</summary>
    private bool[]? _kept;

    public ReferenceRegister Register => register;

    public bool this[int bit] => _value[bit];

    /// <summary>True if the declaration says what the device sees in this bit.</summary>
    public bool IsDefined(int bit) => PolicyOf(bit) is null or ReservedBits.Preserve;

    /// <summary>The full reset, or a named kind.</summary>
    public void Reset(string? kind)
    {
        for (int bit = 0; bit < _value.Length; bit++)
        {
            ReferenceBit declared = register.Bits[bit];
            if (kind is null)
            {
                _value[bit] = declared.Constant ?? (declared.Resets.TryGetValue(string.Empty, out bool value) && value);
            }
            else if (declared.Resets.TryGetValue(kind, out bool value))
            {
                _value[bit] = value;
                _wasWritten[bit] = false;
            }
        }

        if (kind is null)
        {
            Array.Clear(_wasWritten);
            Array.Clear(_pending);
            _kept = null;
        }
    }

    /// <summary>The device's own view: stored as is.</summary>
    public void Store(BitImage value)
    {
        for (int bit = 0; bit < _value.Length; bit++)
        {
            _value[bit] = value[bit];
        }
    }

    /// <summary>What a read of the lanes gives, bit by bit; false outside the lanes.</summary>
    public bool[] Read(IReadOnlySet<int> lanes)
    {
        bool[] source = [.. _value];
        if (register.Half == HalfAccess.SnapshotOnLow)
        {
            bool readsLow = lanes.Any(static lane => lane * 8 < Half);
            bool readsHigh = lanes.Any(static lane => lane * 8 >= Half);
            if (readsLow)
            {
                _kept = [.. _value];
            }

            if (readsHigh && _kept is { } kept)
            {
                Array.Copy(kept, Half, source, Half, Half);
                _kept = null;
            }
        }

        bool[] result = new bool[_value.Length];
        foreach (int bit in lanes.SelectMany(static lane => Enumerable.Range(lane * 8, 8)))
        {
            result[bit] = Seen(bit, source[bit]);
            if (PolicyOf(bit) is null && register.Bits[bit] is { Constant: null } declared && declared.Access is Access.ReadClears or Access.ReadSets)
            {
                _value[bit] = declared.Access == Access.ReadSets;
            }
        }

        return result;
    }

    /// <summary>Writes the lanes.</summary>
    public void Write(IReadOnlySet<int> lanes, bool[] data)
    {
        foreach (int bit in lanes.SelectMany(static lane => Enumerable.Range(lane * 8, 8)))
        {
            _pending[bit] = data[bit];
        }

        bool writesHigh = lanes.Any(static lane => lane * 8 >= Half);
        if (register.Half != HalfAccess.CommitOnHigh || writesHigh)
        {
            Commit();
        }
    }

    private void Commit()
    {
        bool[] before = [.. _value];
        for (int bit = 0; bit < _value.Length; bit++)
        {
            if (_pending[bit] is { } written)
            {
                _value[bit] = Written(bit, before, written);
                _pending[bit] = null;
            }
        }
    }

    private bool Written(int bit, bool[] before, bool written)
    {
        ReferenceBit declared = register.Bits[bit];
        bool old = before[bit];
        if (PolicyOf(bit) is { } policy)
        {
            return policy == ReservedBits.Preserve ? written : old;
        }

        bool lockIsThere = declared.LockCapability is not { } capability || hasCapability(capability);
        bool isLocked = lockIsThere && declared.Lock.Any(key => before[key]);
        if (declared.Constant is not null || isLocked)
        {
            return old;
        }

        // A write that a lock keeps off is not the one write.
        bool wasWritten = _wasWritten[bit];
        _wasWritten[bit] = true;

        return declared.Access switch
        {
            Access.ReadWrite or Access.WriteOnly => written,
            Access.WriteOneToClear => old && !written,
            Access.WriteOneToSet => old || written,
            Access.WriteOneToToggle => old != written,
            Access.WriteZeroToClear => old && written,
            Access.WriteZeroToSet => old || !written,
            Access.WriteClears => false,
            Access.WriteSets => true,
            Access.WriteOnce => wasWritten ? old : written,
            _ => old,
        };
    }

    private bool Seen(int bit, bool value) => PolicyOf(bit) switch
    {
        ReservedBits.MustBeZero or ReservedBits.Ignore => false,
        ReservedBits.MustBeOne => true,
        ReservedBits.Preserve => value,
        _ => register.Bits[bit].Constant ?? (register.Bits[bit].Access != Access.WriteOnly && value),
    };

    // A reserved bit has the policy of its range, a bit of a field whose capability is off that of the layout.
    private ReservedBits? PolicyOf(int bit)
    {
        ReferenceBit declared = register.Bits[bit];
        return declared.Reserved ?? (declared.Capability is { } capability && !hasCapability(capability) ? declared.WhenOff : null);
    }
}
