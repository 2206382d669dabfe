using DeclIommu.Contracts;

namespace KernelPatch.Kernel;

/// <summary>A count of references embedded in an object, as the kernel's <c>refcount_t</c>.</summary>
/// <remarks>A count that is raised from zero saturates: the kernel warns, and the object is never freed again.</remarks>
[ReferenceCounted]
public abstract class Counted
{
    private const int Saturated = int.MaxValue;

    private int _users;

    /// <summary>How many references there are; set once, by whoever made the object.</summary>
    public int Users
    {
        get => Volatile.Read(ref _users);
        set => Volatile.Write(ref _users, value);
    }

    /// <summary>One more reference to an object that somebody is known to hold.</summary>
    [AcquiresReference]
    public void Acquire()
    {
        if (!TryAcquire())
        {
            Users = Saturated;
        }
    }

    /// <summary>One more reference, unless there is none any more.</summary>
    [TryAcquiresReference(true)]
    public bool TryAcquire()
    {
        for (int users = Users; users != 0;)
        {
            int before = Interlocked.CompareExchange(ref _users, users == Saturated ? Saturated : users + 1, users);
            if (before == users)
            {
                return true;
            }

            users = before;
        }

        return false;
    }

    /// <summary>Gives up a reference; true if it was the last one.</summary>
    [ReleasesReference, FinalRelease]
    public bool Release() => Users != Saturated && Interlocked.Decrement(ref _users) == 0;
}
