extern alias Seeded;

using Seeded::DeclIommu.Driver;
using Seeded::DeclIommu.Formats;

namespace DeclIommu.Tests.SeededDefects;

/// <summary>Findings about where domain IDs come from and go back to, and about what callers are told.</summary>
[Collection(SeededDefectCollection.Name)]
public sealed class DomainIdSeededDefectTests
{
    [Fact]
    public void Finding_01_null_in_place_of_an_error_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new(ids: 1);
        Violation.If(Record.Exception(() => small.Nest(0)) is not DomainIdsExhaustedException, "The caller was not told that no domain ID is free.");
    });

    [Fact]
    public void Finding_07_an_error_number_narrowed_into_an_id_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new(ids: 2);
        NestedDomain last = small.Nest(0);
        NestedDomain? beyond = null;
        Exception? refused = Record.Exception(() => beyond = small.Nest(1));
        Violation.If(refused is not DomainIdsExhaustedException, $"Of 2 domain IDs a third was handed out: {beyond?.DomainId} beside {last.DomainId}.");
    });

    [Fact]
    public void Finding_08_an_error_that_has_lost_its_cause_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new();
        VirtualIommu guest = small.Parent.CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 1 });
        guest.CreateNestedDomain(new DeviceTableEntry { IsValid = true, TranslationValid = true });
        DeviceTableEntry next = new() { IsValid = true, TranslationValid = true, DomainId = new DomainId(1) };
        Violation.If(Record.Exception(() => guest.CreateNestedDomain(next)) is not DomainIdQuotaExceededException, "The caller was not told that the quota is used up.");
    });

    [Fact]
    public void Finding_09_a_nested_domain_leaked_because_others_share_its_id_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new();
        NestedDomain first = small.Nest(0);
        NestedDomain second = small.Nest(0);
        first.Dispose();
        second.Dispose();
        Violation.If(small.Guest.Close().NestedDomains != 0, "A disposed nested domain is still in its virtual IOMMU.");
    });

    [Fact]
    public void Finding_11_a_freed_mapping_asked_for_its_id_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new(ids: 2);
        Exception? failure = Record.Exception(small.Nest(0).Dispose);
        Violation.If(failure is not null || Record.Exception(() => small.Nest(1)) is not null, "The ID of a disposed nested domain did not come back.");
    });

    [Fact]
    public void Finding_12_what_a_failing_release_leaks_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new();
        NestedDomain nested = small.NestInUse(0, small.Device(1));
        small.Kill(0);
        nested.Dispose();
        small.Revive();
        small.Machine.Units[0].Recover();
        small.Machine.Host.Reclaim();
        Violation.If(small.Guest.DomainIdsHeld != 0, "The ID of a nested domain disposed while its unit had failed never came back.");
    });

    [Fact]
    public void Finding_18_an_id_handed_out_again_before_anything_was_forgotten_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new();
        NestedDomain nested = small.NestInUse(0, small.Device(1));
        nested.Dispose();
        small.CheckForgotten(nested);
    });

    [Fact]
    public void Finding_22_a_guest_without_a_quota_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new();
        VirtualIommu guest = small.Parent.CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 1 });
        for (ushort id = 0; id < 2; id++)
        {
            DeviceTableEntry entry = new() { IsValid = true, TranslationValid = true, DomainId = new DomainId(id) };
            Record.Exception(() => guest.CreateNestedDomain(entry));
        }

        Violation.If(guest.DomainIdsHeld > 1, "A guest holds more domain IDs than its quota.");
    });

    [Fact]
    public void Finding_23_a_parent_gone_before_what_stands_on_it_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new();
        IommuEndpoint device = small.Device(1);
        small.NestInUse(0, device);
        small.Parent.Dispose();
        Violation.If(small.Machine.Dma(device, SmallMachine.Iova).Succeeded, "A device still translates through a parent that was disposed.");
    });
}
