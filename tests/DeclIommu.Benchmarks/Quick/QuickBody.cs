using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace DeclIommu.Benchmarks.Quick;

/// <summary>One benchmark method of one instance, called in slices of a fixed number of invocations.</summary>
internal sealed class QuickBody
{
    private const int WarmUp = 30;

    private readonly Func<int, long> _slice;
    private readonly int _operations;
    private int _invocations = 1;

    public QuickBody(MethodInfo method, object instance)
    {
        _operations = method.GetCustomAttribute<BenchmarkAttribute>()!.OperationsPerInvoke;
        _slice = method.ReturnType == typeof(void)
            ? Slice(method.CreateDelegate<Action>(instance))
            : (Func<int, long>)typeof(QuickBody).GetMethod(nameof(SliceOf), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(method.ReturnType)
                .Invoke(null, [method, instance])!;
    }

    /// <summary>Settles how many invocations make a slice of at least <paramref name="length"/>; warms up on the way.</summary>
    public void Calibrate(TimeSpan length)
    {
        _slice(WarmUp);
        while (Math.Min(_slice(_invocations), _slice(_invocations)) < length.TotalSeconds * Stopwatch.Frequency)
        {
            _invocations = checked(_invocations * 2);
        }
    }

    /// <summary>Runs a slice.</summary>
    /// <returns>Nanoseconds an operation.</returns>
    public double Run() => _slice(_invocations) * (1e9 / Stopwatch.Frequency) / _invocations / _operations;

    /// <summary>Runs a slice and counts what all threads allocate meanwhile.</summary>
    /// <returns>Bytes an operation; what the count itself allocates is rounded away.</returns>
    public long CountBytes()
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        _slice(_invocations);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / _invocations / _operations;
    }

    private static Func<int, long> Slice(Action body) => invocations =>
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < invocations; i++)
        {
            body();
        }

        return Stopwatch.GetTimestamp() - start;
    };

    private static Func<int, long> SliceOf<T>(MethodInfo method, object instance)
    {
        Func<T> body = method.CreateDelegate<Func<T>>(instance);
        return invocations =>
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < invocations; i++)
            {
                body();
            }

            return Stopwatch.GetTimestamp() - start;
        };
    }
}
