using System.Text.Json;
using DeclIommu.NestedDomains.Tests.Support;
using Xunit;

namespace DeclIommu.NestedDomains.Tests;

/// <summary>The nested scenario of the main job, as a machine reads its report.</summary>
public sealed class NestingTests : IDisposable
{
    private readonly JsonDocument _report = JsonDocument.Parse(SampleRun.Json.Output);

    private JsonElement Nesting => _report.RootElement.GetProperty("nesting");

    [Fact]
    public void Nothing_stale_is_left()
    {
        Assert.Equal(0, _report.RootElement.GetProperty("staleAfterFlush").GetInt32());
        Assert.Equal(0, Nesting.GetProperty("differences").GetArrayLength());
        Assert.Equal(Nesting.GetProperty("expectedRefusals").GetInt32(), Nesting.GetProperty("refusedAccesses").GetInt32());
    }

    [Fact]
    public void A_guest_domain_ID_is_shared_within_a_guest_and_not_between_guests()
    {
        var mappings = Nesting.GetProperty("mappings").EnumerateArray().Where(mapping => mapping.GetProperty("guest").ValueKind == JsonValueKind.String).Select(mapping => (
            Guest: mapping.GetProperty("guest").GetString(),
            Guests: mapping.GetProperty("guestDomainId").GetInt32(),
            Hosts: mapping.GetProperty("hostDomainId").GetInt32(),
            Users: mapping.GetProperty("users").GetInt32())).ToArray();
        Assert.Equal(mappings.Length, mappings.Select(mapping => mapping.Hosts).Distinct().Count());
        Assert.Equal(3, mappings.Count(mapping => mapping.Guests == 0));
        Assert.Equal(3, mappings.Count(mapping => mapping.Guests == 5));
        Assert.Contains(mappings, mapping => mapping is { Guest: "guest 1", Guests: 5, Users: 2 });
        Assert.All(mappings, mapping => Assert.InRange(mapping.Hosts, 1, 65535));
    }

    [Fact]
    public void The_unmap_sends_commands_to_the_units_of_the_parent_and_to_no_other()
    {
        var units = Nesting.GetProperty("flush").EnumerateArray().Select(unit => unit.GetProperty("commands").EnumerateArray().Select(command => command.GetProperty("name").GetString()).ToArray()).ToArray();
        Assert.Equal(3, units.Length);
        Assert.All(units[..2], commands => Assert.Equal(("INVALIDATE_IOMMU_PAGES", "COMPLETION_WAIT"), (commands[0], commands[^1])));
        Assert.Empty(units[2]);
    }

    [Fact]
    public void The_range_was_cached_under_every_domain_ID_of_the_parent_and_is_gone_afterwards()
    {
        JsonElement[] cached = [.. Nesting.GetProperty("cache").EnumerateArray().Where(domain => !domain.GetProperty("owner").GetString()!.StartsWith("guest 3", StringComparison.Ordinal))];
        Assert.NotEmpty(cached);
        Assert.All(cached, domain => Assert.Equal((3, 0), (domain.GetProperty("inRangeBefore").GetInt32(), domain.GetProperty("inRangeAfter").GetInt32())));
    }

    [Fact]
    public void Domains_of_the_other_parent_keep_what_they_cached()
    {
        JsonElement[] cached = [.. Nesting.GetProperty("cache").EnumerateArray().Where(domain => domain.GetProperty("owner").GetString()!.StartsWith("guest 3", StringComparison.Ordinal))];
        Assert.Equal(2, cached.Length);
        Assert.All(cached, domain => Assert.Equal((3, 3), (domain.GetProperty("inRangeBefore").GetInt32(), domain.GetProperty("inRangeAfter").GetInt32())));
        Assert.All(cached, domain => Assert.Equal(domain.GetProperty("outsideBefore").GetInt32(), domain.GetProperty("outsideAfter").GetInt32()));
    }

    [Fact]
    public void A_guest_entry_with_GV_is_refused_with_a_reason()
    {
        Assert.Contains("GuestTranslationValid", Nesting.GetProperty("refusal").GetString());
    }

    public void Dispose() => _report.Dispose();
}
