namespace KernelPatch.Kernel;

/// <summary>An operation failed, and nothing has changed.</summary>
public sealed class KernelException(Errno error)
    : Exception($"The operation failed with {error} ({(int)error}).")
{
    /// <summary>Why.</summary>
    public Errno Error { get; } = error;
}
