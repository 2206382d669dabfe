namespace DeclIommu.Analyzers.Contracts;

/// <summary>What is known of a kind of lock.</summary>
/// <param name="Name">The type's name.</param>
/// <param name="IsReentrant">The holder may acquire it once more.</param>
/// <param name="IsThreadAffine">The thread that acquired it must release it.</param>
/// <param name="IsStrict">Its balance is checked even where no contract names the lock.</param>
internal sealed record LockPrimitive(string Name, bool IsReentrant, bool IsThreadAffine, bool IsStrict)
{
    public static readonly LockPrimitive Monitor = new("Monitor", IsReentrant: true, IsThreadAffine: true, IsStrict: true);
    public static readonly LockPrimitive Lock = new("Lock", IsReentrant: true, IsThreadAffine: true, IsStrict: true);
    public static readonly LockPrimitive SpinLock = new("SpinLock", IsReentrant: false, IsThreadAffine: true, IsStrict: true);
    public static readonly LockPrimitive ReaderWriter = new("ReaderWriterLockSlim", IsReentrant: false, IsThreadAffine: true, IsStrict: true);
    public static readonly LockPrimitive Mutex = new("Mutex", IsReentrant: true, IsThreadAffine: true, IsStrict: true);

    /// <summary>A semaphore may count further than one and be released by another thread: it signals as often as it locks.</summary>
    public static readonly LockPrimitive Semaphore = new("SemaphoreSlim", IsReentrant: false, IsThreadAffine: false, IsStrict: false);

    public static readonly LockPrimitive User = new("lock", IsReentrant: false, IsThreadAffine: false, IsStrict: true);
}
