namespace KernelPatch.Kernel;

/// <summary>Whose cache an <see cref="Invalidation"/> is for.</summary>
public enum InvalidationKind
{
    Pages,
    DeviceTlb,
    Everything,
}
