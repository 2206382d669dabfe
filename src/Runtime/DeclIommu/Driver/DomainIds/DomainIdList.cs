using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>A last-in, first-out list of IDs that is chained through an array shared by all lists: an ID stands in at most one of them.</summary>
/// <remarks>Not safe for concurrent use: its owner's lock guards it.</remarks>
internal struct DomainIdList(ushort[] next)
{
    private readonly ushort[] _next = next;
    private ushort _head;

    public int Count { get; private set; }

    /// <summary>How many IDs were ever added: two equal readings mean that the list gained nothing between them.</summary>
    public long Additions { get; private set; }

    public void Push([Consumes] ushort id)
    {
        _next[id] = _head;
        _head = id;
        Count++;
        Additions++;
    }

    [TryAcquiresReference(true)]
    public bool TryPop([Owned] out ushort id)
    {
        id = _head;
        if (id == 0)
        {
            return false;
        }

        _head = _next[id];
        Count--;
        return true;
    }

    /// <summary>Moves IDs to the front of another list, in the order they have here.</summary>
    public void MoveTo(ref DomainIdList other, int count)
    {
        count = Math.Min(count, Count);
        if (count == 0)
        {
            return;
        }

        ushort first = _head;
        ushort last = first;
        for (int passed = 1; passed < count; passed++)
        {
            last = _next[last];
        }

        _head = _next[last];
        _next[last] = other._head;
        other._head = first;
        Count -= count;
        other.Count += count;
        other.Additions += count;
    }
}
