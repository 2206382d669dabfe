namespace DeclIommu.State;

/// <summary>A saved state is not restored; nothing was changed.</summary>
public sealed class SavedStateException : Exception
{
    internal SavedStateException(SavedStateFault fault, string message, Exception? innerException = null)
        : base($"The saved state is not restored ({fault}): {message}", innerException)
    {
        Fault = fault;
    }

    /// <summary>Why.</summary>
    public SavedStateFault Fault { get; }
}
