using System.Collections.Concurrent;
using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Device;

/// <summary>Numbers the pairs of domain ID and PASID that guest translations are cached under, so that a <see cref="DomainTaggedTable"/> can hold them.</summary>
/// <remarks>
/// A number is never given to another pair before <see cref="Clear"/>; <see cref="Epoch"/> tells that it came. Lookups take no lock. Number 0 stands for no pair.
/// </remarks>
internal sealed class GuestTagNumbers
{
    private readonly object _gate = new();

    [WriteGuardedBy(nameof(_gate))]
    private readonly ConcurrentDictionary<GuestTag, ushort> _numbers = new();

    [GuardedBy(nameof(_gate))]
    private readonly Dictionary<ushort, List<ushort>> _byDomain = [];

    [GuardedBy(nameof(_gate))]
    private int _used;

    [WriteGuardedBy(nameof(_gate))]
    private volatile int _epoch;

    /// <summary>Counts the times that all numbers were taken back.</summary>
    public int Epoch => _epoch;

    public bool TryGet(GuestTag tag, out DomainId number)
    {
        bool found = _numbers.TryGetValue(tag, out ushort value);
        number = new DomainId(value);
        return found;
    }

    /// <summary>Gives the number of a pair, a new one if it has none.</summary>
    /// <returns>False if all numbers are in use.</returns>
    public bool TryAdd(GuestTag tag, out DomainId number)
    {
        lock (_gate)
        {
            if (TryGet(tag, out number))
            {
                return true;
            }

            if (_used == ushort.MaxValue)
            {
                return false;
            }

            number = new DomainId((ushort)++_used);
            if (!_byDomain.TryGetValue(tag.Domain.Value, out List<ushort>? numbers))
            {
                _byDomain.Add(tag.Domain.Value, numbers = []);
            }

            numbers.Add(number.Value);
            _numbers[tag] = number.Value;
            return true;
        }
    }

    /// <summary>The numbers of all pairs of a domain.</summary>
    public ushort[] OfDomain(DomainId domain)
    {
        lock (_gate)
        {
            return _byDomain.TryGetValue(domain.Value, out List<ushort>? numbers) ? [.. numbers] : [];
        }
    }

    /// <summary>Every pair with its number.</summary>
    public KeyValuePair<GuestTag, ushort>[] Snapshot() => _numbers.ToArray();

    /// <summary>Takes all numbers back; nothing may be cached under them any more when they are given out anew.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _epoch++;
            _numbers.Clear();
            _byDomain.Clear();
            _used = 0;
        }
    }
}
