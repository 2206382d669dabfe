using DeclIommu.Formats;
using NestedDomains.Hardware;

namespace NestedDomains.Nesting;

/// <summary>Whether an unmap sent each unit what it had to, and nothing to units that could hold none of it.</summary>
internal sealed class FlushCheck(UnmappedRange range, IReadOnlyList<NestedAttachment> attachments)
{
    public IEnumerable<string> Differences(int unit, IReadOnlyList<Command> commands)
    {
        int[] concerned = [.. attachments
            .Where(attachment => attachment.Device.Unit == unit && attachment.Device.Parent == range.Parent)
            .Select(attachment => attachment.HostDomainId)
            .Distinct()];
        if (concerned.Length == 0)
        {
            return commands.Count == 0 ? [] : [$"unit {unit} was sent {commands.Count} commands, but holds nothing of parent {range.Parent}"];
        }

        IEnumerable<string> missing = concerned
            .Where(domain => !commands.Any(command => Covers(command, domain)))
            .Select(domain => $"unit {unit} was sent no INVALIDATE_IOMMU_PAGES that covers the range under hDomID {domain}");
        return commands.Count > 0 && commands[^1].TryAs(out CompletionWait _)
            ? missing
            : missing.Append($"unit {unit} was sent no COMPLETION_WAIT after the invalidations");
    }

    private bool Covers(Command command, int domain) =>
        command.TryAs(out InvalidateIommuPages invalidation)
        && invalidation.DomainId.Value == domain
        && range.IsCoveredBy(invalidation.Range);
}
