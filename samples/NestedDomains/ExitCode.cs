namespace NestedDomains;

/// <summary>What the program tells the shell.</summary>
internal static class ExitCode
{
    public const int Equal = 0;

    /// <summary>The model and the record differ, or a stale translation is left.</summary>
    public const int Different = 1;

    /// <summary>The arguments or the capture cannot be used; one line on standard error says why.</summary>
    public const int BadInput = 2;
}
