using System;

namespace DeclIommu.Contracts;

/// <summary>A disposable type whose constructor, or the method returning it, acquires; <c>Dispose</c> releases.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class ScopedLockAttribute : Attribute;
