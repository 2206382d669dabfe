namespace DeclIommu.SeededDefects;

/// <summary>Which of the defects in this build of the runtime is on: none, or one.</summary>
/// <remarks>Tests that turn one on run one after the other.</remarks>
public static class Defect
{
    private static readonly object s_held = new();
    private static volatile string? s_current;

    /// <summary>Asked by the patched sources.</summary>
    public static bool IsPutBack(string finding) => s_current == finding;

    /// <summary>Puts a defect back until the result is disposed.</summary>
    /// <param name="finding">The name of its patch.</param>
    public static IDisposable PutBack(string finding)
    {
        s_current = finding;
        return new Switch();
    }

    /// <summary>Takes a lock that the driver does not have, until the result is disposed.</summary>
    public static IDisposable Hold()
    {
        Monitor.Enter(s_held);
        return new Holder();
    }

    private sealed class Holder : IDisposable
    {
        public void Dispose() => Monitor.Exit(s_held);
    }

    private sealed class Switch : IDisposable
    {
        public void Dispose() => s_current = null;
    }
}
