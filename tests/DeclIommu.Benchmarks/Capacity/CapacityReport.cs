using System.Globalization;
using ScottPlot;

namespace DeclIommu.Benchmarks.Capacity;

/// <summary>Measures what mapping, allocating and flushing cost as domain IDs, virtual IOMMUs and units become more, and draws it.</summary>
internal static class CapacityReport
{
    public static int Run(string directory)
    {
        Directory.CreateDirectory(directory);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using (CapacityHost host = new())
        {
            int[] counts = [64, 1024, 4096, 16384, 32768, CapacityHost.MostDomains];
            Report(directory, "domain IDs", counts, before, host.Grow, () => host);
        }

        Report(directory, "virtual IOMMUs", [64, 256, 1024, CapacityHost.MostGuests], static guests => new CapacityHost(guests: guests), CapacityHost.MostGuests);
        Report(directory, "units", [1, 4, 16, CapacityHost.MostUnits], static units => new CapacityHost(units), CapacityHost.DomainsOfOneUnit);
        return 0;
    }

    /// <summary>Another host for each count, with as many domain IDs in use.</summary>
    private static void Report(string directory, string subject, int[] counts, Func<int, CapacityHost> create, int domains)
    {
        CapacityHost? host = null;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Report(directory, subject, counts, before, Grow, () => host!);
        host?.Dispose();

        void Grow(int count)
        {
            host?.Dispose();
            host = create(count);
            host.Grow(domains);
        }
    }

    private static void Report(string directory, string subject, int[] counts, long before, Action<int> grow, Func<CapacityHost> host)
    {
        List<double> mapping = [];
        List<double> allocation = [];
        List<double> flush = [];
        List<double> memory = [];
        Console.WriteLine($"{subject} | map + unmap, ns | allocate + free, ns | flush of a parent with 1/64 of the domain IDs, ns | memory, MiB");
        foreach (int count in counts)
        {
            grow(count);
            mapping.Add(host().MeasureMapping());
            allocation.Add(host().MeasureAllocation());
            flush.Add(host().MeasureFlush());
            memory.Add((GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} | {mapping[^1]:F0} | {allocation[^1]:F0} | {flush[^1]:F0} | {memory[^1]:F1}"));
        }

        Console.WriteLine();
        string name = "capacity-" + subject.Replace(' ', '-');
        Draw(directory, name + "-cost", "Cost as " + subject + " become more", subject, "ns", counts, ("map + unmap", mapping), ("allocate + free", allocation));
        Draw(directory, name + "-flush", "Flush of a parent with 1/64 of the domain IDs", subject, "ns", counts, ("flush", flush));
        Draw(directory, name + "-memory", "Memory of the process", subject, "MiB", counts, ("memory", memory));
    }

    private static void Draw(string directory, string name, string title, string subject, string unit, int[] counts, params (string Name, List<double> Values)[] lines)
    {
        using Plot plot = new();
        foreach ((string line, List<double> values) in lines)
        {
            plot.Add.Scatter(counts.Select(static count => (double)count).ToArray(), [.. values]).LegendText = line;
        }

        plot.Title(title);
        plot.XLabel(subject + " in use");
        plot.YLabel(unit);
        plot.Axes.SetLimitsY(0, lines.Max(static line => line.Values.Max()) * 1.2);
        plot.ShowLegend();
        plot.SavePng(Path.Combine(directory, name + ".png"), 800, 500);
    }
}
