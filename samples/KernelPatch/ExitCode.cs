namespace KernelPatch;

/// <summary>What the program tells the shell.</summary>
internal static class ExitCode
{
    public const int Caught = 0;

    /// <summary>A rule does not report what it should, or reports something in the corrected version.</summary>
    public const int Missed = 1;

    /// <summary>The arguments cannot be used; one line on standard error says why.</summary>
    public const int BadInput = 2;
}
