namespace DeclIommu.Tests;

/// <summary>Counts what this thread allocates.</summary>
internal static class Allocations
{
    private const int Attempts = 5;

    /// <summary>The fewest bytes that an action, which has run before, allocates in one of a few attempts. What allocates each time does so in all of them.</summary>
    /// <remarks>A garbage collection in between, which other tests bring about, makes the rest of the thread's allocation block count as allocated, once.</remarks>
    public static long Of(Action action)
    {
        long fewest = long.MaxValue;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
