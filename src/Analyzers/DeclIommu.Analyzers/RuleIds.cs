namespace DeclIommu.Analyzers;

internal static class RuleIds
{
    public const string GuardedRead = "DIL0001";
    public const string GuardedWrite = "DIL0002";
    public const string GuardedPointee = "DIL0003";
    public const string CallRequiresLock = "DIL0004";
    public const string CallExcludesLock = "DIL0005";
    public const string DoubleAcquire = "DIL0006";
    public const string ReleaseNotHeld = "DIL0007";
    public const string HeldAtEnd = "DIL0008";
    public const string HeldOnException = "DIL0009";
    public const string NotHeldAtEnd = "DIL0010";
    public const string JoinMismatch = "DIL0011";
    public const string LoopMismatch = "DIL0012";
    public const string ModeMismatch = "DIL0013";
    public const string UncheckedTry = "DIL0014";
    public const string DeclaredOrder = "DIL0015";
    public const string DeclaredOrderCycle = "DIL0016";
    public const string ObservedOrderCycle = "DIL0017";
    public const string AwaitUnderLock = "DIL0018";
    public const string EscapingDelegate = "DIL0019";
    public const string EscapingReference = "DIL0020";
    public const string OverrideContract = "DIL0021";
    public const string InvalidContract = "DIL0022";
    public const string UnsuitableLock = "DIL0023";
    public const string CopiedLock = "DIL0024";
    public const string NegativeCapability = "DIL0025";
    public const string UnsafePublication = "DIL0026";
    public const string InconsistentLocking = "DIL0027";
    public const string StaleSuppression = "DIL0028";
    public const string WaitWithoutLock = "DIL0029";
    public const string BlockingUnderLock = "DIL0030";
    public const string GaveUp = "DIL0099";

    public const string Leak = "DIR0001";
    public const string LeakOnException = "DIR0002";
    public const string LeakByOverwrite = "DIR0003";
    public const string UseAfterRelease = "DIR0004";
    public const string DoubleRelease = "DIR0005";
    public const string ReleaseOfBorrowed = "DIR0006";
    public const string UncheckedAcquire = "DIR0007";
    public const string NotConsumed = "DIR0008";
    public const string OwnedFieldNotReleased = "DIR0009";
    public const string WeakerOwnership = "DIR0010";
    public const string RevivedCount = "DIR0011";
    public const string IgnoredFinalRelease = "DIR0012";
    public const string PublishedTooEarly = "DIR0013";
    public const string OutlivedBorrow = "DIR0014";
    public const string InvalidOwnership = "DIR0015";
    public const string FinalReleaseUnderLock = "DIR0016";
    public const string ReferencesGaveUp = "DIR0099";
}
