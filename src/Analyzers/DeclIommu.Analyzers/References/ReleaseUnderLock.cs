using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>A reference that may be the last one is given up while locks are held.</summary>
/// <param name="Call">What gives it up.</param>
/// <param name="Place">Where.</param>
/// <param name="Name">What to call the object.</param>
/// <param name="Held">The locks.</param>
internal sealed record ReleaseUnderLock(CalledMember Call, Location Place, string Name, FactMap<AccessPath, HeldLock> Held);
