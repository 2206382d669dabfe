using System.Globalization;
using ScottPlot;

namespace DeclIommu.Benchmarks.Capacity;

/// <summary>Measures what mapping, allocating and flushing cost as domain IDs become more, and draws it.</summary>
internal static class CapacityReport
{
    private static readonly int[] Counts = [64, 1024, 4096, 16384, 32768, CapacityHost.Most];

    public static int Run(string directory)
    {
        Directory.CreateDirectory(directory);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using CapacityHost host = new();
        List<double> mapping = [];
        List<double> allocation = [];
        List<double> flush = [];
        List<double> memory = [];
        Console.WriteLine("domain IDs | map + unmap, ns | allocate + free, ns | flush of a parent with 1/64 of them, ns | memory, MiB");
        foreach (int count in Counts)
        {
            host.Grow(count);
            mapping.Add(host.MeasureMapping());
            allocation.Add(host.MeasureAllocation());
            flush.Add(host.MeasureFlush());
            memory.Add((GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,10} | {mapping[^1],15:F0} | {allocation[^1],19:F0} | {flush[^1],38:F0} | {memory[^1],11:F1}"));
        }

        Draw(directory, "capacity-cost", "Cost as domain IDs become more", "ns", ("map + unmap", mapping), ("allocate + free", allocation));
        Draw(directory, "capacity-flush", "Flush of a parent with 1/64 of the domain IDs", "ns", ("flush", flush));
        Draw(directory, "capacity-memory", "Memory of the process", "MiB", ("memory", memory));
        return 0;
    }

    private static void Draw(string directory, string name, string title, string unit, params (string Name, List<double> Values)[] lines)
    {
        using Plot plot = new();
        foreach ((string line, List<double> values) in lines)
        {
            plot.Add.Scatter(Counts.Select(static count => (double)count).ToArray(), [.. values]).LegendText = line;
        }

        plot.Title(title);
        plot.XLabel("domain IDs in use");
        plot.YLabel(unit);
        plot.Axes.SetLimitsY(0, lines.Max(static line => line.Values.Max()) * 1.2);
        plot.ShowLegend();
        plot.SavePng(Path.Combine(directory, name + ".png"), 800, 500);
    }
}
