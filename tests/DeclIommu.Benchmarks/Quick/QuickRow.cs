using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace DeclIommu.Benchmarks.Quick;

/// <summary>A generated body beside the hand-written one that it is measured against.</summary>
internal sealed record QuickRow(string Name, QuickBody Ours, QuickBody Peer)
{
    public static IEnumerable<QuickRow> All(string? part)
    {
        foreach (Type type in typeof(QuickRow).Assembly.GetTypes().Where(t => !t.IsAbstract && t.GetMethods().Any(IsBaseline)).OrderBy(static type => type.Name, StringComparer.Ordinal))
        {
            string name = type.Name.Replace("Benchmark", "");
            if (part is not null && !name.Contains(part)) continue;
            object instance = Activator.CreateInstance(type)!;
            var methods = type.GetMethods().Where(m => m.GetCustomAttribute<BenchmarkAttribute>() is not null).ToList();
            yield return new QuickRow(name, new QuickBody(methods.Single(m => !IsBaseline(m)), instance), new QuickBody(methods.Single(IsBaseline), instance));
        }
    }

    private static bool IsBaseline(MethodInfo method) => method.GetCustomAttribute<BenchmarkAttribute>() is { Baseline: true };
}
