using System.Collections.Immutable;

namespace DeclIommu.Analyzers;

/// <summary>Names of the contract vocabulary. Attributes are matched by these names in any assembly, never by symbol.</summary>
internal static class WellKnownNames
{
    public const string ContractsNamespace = "DeclIommu.Contracts";

    public const string GuardedBy = "GuardedByAttribute";
    public const string GuardedByAny = "GuardedByAnyAttribute";
    public const string WriteGuardedBy = "WriteGuardedByAttribute";
    public const string PointeeGuardedBy = "PointeeGuardedByAttribute";
    public const string RequiresLock = "RequiresLockAttribute";
    public const string RequiresSharedLock = "RequiresSharedLockAttribute";
    public const string ExcludesLock = "ExcludesLockAttribute";
    public const string AcquiresLock = "AcquiresLockAttribute";
    public const string AcquiresSharedLock = "AcquiresSharedLockAttribute";
    public const string ReleasesLock = "ReleasesLockAttribute";
    public const string TryAcquiresLock = "TryAcquiresLockAttribute";
    public const string TryAcquiresSharedLock = "TryAcquiresSharedLockAttribute";
    public const string RequiresNotHeld = "RequiresNotHeldAttribute";
    public const string AssertsLockHeld = "AssertsLockHeldAttribute";
    public const string ReturnsLock = "ReturnsLockAttribute";
    public const string Lockable = "LockableAttribute";
    public const string ScopedLock = "ScopedLockAttribute";
    public const string AcquiredBefore = "AcquiredBeforeAttribute";
    public const string AcquiredAfter = "AcquiredAfterAttribute";
    public const string NoBlocking = "NoBlockingAttribute";
    public const string InvokedImmediately = "InvokedImmediatelyAttribute";
    public const string UncheckedLocking = "UncheckedLockingAttribute";

    public const string ReferenceCounted = "ReferenceCountedAttribute";
    public const string AcquiresReference = "AcquiresReferenceAttribute";
    public const string TryAcquiresReference = "TryAcquiresReferenceAttribute";
    public const string ReleasesReference = "ReleasesReferenceAttribute";
    public const string FinalRelease = "FinalReleaseAttribute";
    public const string ReturnsOwned = "ReturnsOwnedAttribute";
    public const string ReturnsBorrowed = "ReturnsBorrowedAttribute";
    public const string Consumes = "ConsumesAttribute";
    public const string Borrows = "BorrowsAttribute";
    public const string Owned = "OwnedAttribute";
    public const string Publishes = "PublishesAttribute";
    public const string ExchangesIfEqual = "ExchangesIfEqualAttribute";
    public const string BorrowedWhile = "BorrowedWhileAttribute";
    public const string UncheckedOwnership = "UncheckedOwnershipAttribute";

    /// <summary>The names of all attributes.</summary>
    public static readonly ImmutableArray<string> Attributes = ImmutableArray.Create(new[]
    {
        GuardedBy, GuardedByAny, WriteGuardedBy, PointeeGuardedBy, RequiresLock, RequiresSharedLock, ExcludesLock, AcquiresLock, AcquiresSharedLock, ReleasesLock, TryAcquiresLock,
        TryAcquiresSharedLock, RequiresNotHeld, AssertsLockHeld, ReturnsLock, Lockable, ScopedLock, AcquiredBefore, AcquiredAfter, NoBlocking, InvokedImmediately, UncheckedLocking,
        ReferenceCounted, AcquiresReference, TryAcquiresReference, ReleasesReference, FinalRelease, ReturnsOwned, ReturnsBorrowed, Consumes, Borrows, Owned, Publishes, ExchangesIfEqual,
        BorrowedWhile, UncheckedOwnership,
    });
}
