namespace DeclIommu.Driver;

/// <summary>A domain ID of the host: the tag under which IOMMUs cache translations.</summary>
/// <remarks>
/// From 1 to 65535, unique over all units of a host, and made only by the host's allocator: no field of a guest's and no error code turns into one.
/// The default value stands for "none" and is refused wherever it is used.
/// </remarks>
public readonly struct HostDomainId : IEquatable<HostDomainId>
{
    private readonly ushort _value;

    internal HostDomainId(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, DomainIdAllocator.First);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, DomainIdAllocator.Last);
        _value = (ushort)value;
    }

    /// <summary>The number, 1 to 65535.</summary>
    /// <exception cref="InvalidOperationException">This is the default value, which is no domain ID.</exception>
    public ushort Value => _value != 0 ? _value : throw new InvalidOperationException("The default HostDomainId stands for no domain: 0 is never a domain ID of the host.");

    /// <summary>Whether this is the default value, which is no domain ID.</summary>
    public bool IsNone => _value == 0;

    /// <summary>Tells whether both are the same ID, or both none.</summary>
    /// <param name="left">One ID.</param>
    /// <param name="right">The other ID.</param>
    public static bool operator ==(HostDomainId left, HostDomainId right) => left._value == right._value;

    /// <summary>Tells whether the IDs differ.</summary>
    /// <param name="left">One ID.</param>
    /// <param name="right">The other ID.</param>
    public static bool operator !=(HostDomainId left, HostDomainId right) => left._value != right._value;

    /// <inheritdoc/>
    public bool Equals(HostDomainId other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is HostDomainId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value;

    /// <summary>The number in decimal, or "none".</summary>
    public override string ToString() => _value == 0 ? "none" : _value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
