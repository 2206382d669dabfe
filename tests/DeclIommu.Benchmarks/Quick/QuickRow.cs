using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace DeclIommu.Benchmarks.Quick;

/// <summary>
/// A body of ours beside the peer that it is measured against. A row is one public class of this project, and nothing else need be told of it:
/// it has a parameterless constructor, a method with <c>[Benchmark(Baseline = true)]</c>, the peer, and further ones with <c>[Benchmark]</c>, ours;
/// both do the same work, as often as their <c>OperationsPerInvoke</c> says, and return what they computed. It may have a <c>[GlobalSetup]</c>.
/// BenchmarkDotNet and <c>--quick</c> run the same class, so that they cannot measure different things.
/// </summary>
internal sealed record QuickRow(string Name, QuickBody Ours, QuickBody Peer)
{
    private const string Suffix = "Benchmark";

    /// <summary>All rows whose name contains a part, in alphabetical order.</summary>
    /// <exception cref="NotSupportedException">A class asks for what only BenchmarkDotNet can do.</exception>
    public static IReadOnlyList<QuickRow> All(string part) =>
    [
        .. typeof(QuickRow).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.GetMethods().Any(IsPeer))
            .OrderBy(static type => type.Name, StringComparer.Ordinal)
            .SelectMany(Of)
            .Where(row => row.Name.Contains(part, StringComparison.OrdinalIgnoreCase)),
    ];

    private static IEnumerable<QuickRow> Of(Type type)
    {
        string name = type.Name.EndsWith(Suffix, StringComparison.Ordinal) ? type.Name[..^Suffix.Length] : type.Name;
        MethodInfo[] methods = type.GetMethods();
        if (methods.Any(static method => method.IsDefined(typeof(IterationSetupAttribute))) || type.GetProperties().Any(static property => property.IsDefined(typeof(ParamsAttribute))))
        {
            throw new NotSupportedException($"{type.Name}: a quick row has neither an iteration setup nor parameters; make one class a case.");
        }

        MethodInfo[] ours = [.. methods.Where(static method => method.IsDefined(typeof(BenchmarkAttribute)) && !IsPeer(method))];
        foreach (MethodInfo method in ours)
        {
            object instance = Activator.CreateInstance(type)!;
            methods.FirstOrDefault(static setup => setup.IsDefined(typeof(GlobalSetupAttribute)))?.Invoke(instance, null);
            yield return new QuickRow(ours.Length == 1 ? name : $"{name}.{method.Name}", new QuickBody(method, instance), new QuickBody(methods.Single(IsPeer), instance));
        }
    }

    private static bool IsPeer(MethodInfo method) => method.GetCustomAttribute<BenchmarkAttribute>() is { Baseline: true };
}
