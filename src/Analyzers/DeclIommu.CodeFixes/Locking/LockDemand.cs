using Microsoft.CodeAnalysis;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>A lock that the callers of a declaration shall hold.</summary>
/// <param name="Holder">The declaration that says so.</param>
/// <param name="Lock">The lock as an attribute names it.</param>
/// <param name="IsShared">Whether it is enough to hold it shared.</param>
internal sealed record LockDemand(SyntaxNode Holder, string Lock, bool IsShared)
{
    /// <summary>The attribute.</summary>
    public string Attribute => IsShared ? "RequiresSharedLock" : "RequiresLock";

    /// <summary>True if the declaration says so already.</summary>
    public bool IsMet => LockAttributes.Has(Holder, "RequiresLock", Lock) || (IsShared && LockAttributes.Has(Holder, "RequiresSharedLock", Lock));
}
