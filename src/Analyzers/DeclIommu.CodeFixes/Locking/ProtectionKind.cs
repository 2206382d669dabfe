namespace DeclIommu.CodeFixes.Locking;

/// <summary>How code is put under a lock.</summary>
internal enum ProtectionKind
{
    /// <summary>In a lock statement.</summary>
    LockStatement,

    /// <summary>Between EnterReadLock and ExitReadLock.</summary>
    Reading,

    /// <summary>Between EnterWriteLock and ExitWriteLock.</summary>
    Writing,

    /// <summary>Between Wait and Release.</summary>
    Waiting,

    /// <summary>Between WaitAsync and Release.</summary>
    Awaiting,

    /// <summary>Between WaitOne and ReleaseMutex.</summary>
    Mutex,

    /// <summary>Between Enter, which tells of its success by a variable, and Exit.</summary>
    Spinning,
}
