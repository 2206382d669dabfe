extern alias Seeded;

using Seeded::DeclIommu.Device;
using Seeded::DeclIommu.Driver;
using Seeded::DeclIommu.Formats;
using Seeded::DeclIommu.Memory;
using static Seeded::DeclIommu.SeededDefects.Explorer;

namespace DeclIommu.Tests.SeededDefects;

/// <summary>Further defects, found in the merged driver around the map.</summary>
[Collection(SeededDefectCollection.Name)]
public sealed class MergedSeededDefectTests
{
    private const ulong BeyondTwoLevels = 0x80_0000_0000;

    [Fact]
    public void Merged_1_a_device_that_cannot_return_to_the_parent_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new();
        IommuEndpoint device = small.Device(1);
        small.Parent.Attach(device);
        small.NestInUse(0, device);
        small.Parent.Attach(device);
        Violation.If(small.Machine.Entry(device).DomainId.Value != small.Parent.DomainId.Value, "A device that was attached to the parent again still has the entry of its nested domain.");
    });

    [Fact]
    public void Merged_2a_a_nested_device_left_on_the_old_root_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new(parent: new ParentDomainOptions { Levels = 2 });
        IommuEndpoint device = small.Device(1);
        small.NestInUse(0, device);
        small.Parent.Map(BeyondTwoLevels, SmallMachine.Data, 0x1000, Permissions.Read);
        Violation.If(!small.Machine.Dma(device, BeyondTwoLevels).Succeeded, "A nested device does not reach what was mapped after the table had grown.");
    });

    [Fact]
    public void Merged_2b_a_nested_device_that_loses_its_nesting_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new(parent: new ParentDomainOptions { Levels = 2 });
        IommuEndpoint device = small.Device(1);
        NestedDomain nested = small.NestInUse(0, device);
        small.Parent.Map(BeyondTwoLevels, SmallMachine.Data, 0x1000, Permissions.Read);
        Violation.If(small.Machine.Entry(device).DomainId.Value != nested.DomainId.Value, "A nested device has lost the domain ID of its nested domain.");
    });

    [Fact]
    public void Merged_3_writes_of_nested_devices_that_no_unit_marks_are_seen() => Detection.Sees(() =>
    {
        ExtendedFeatureRegister features = new IommuDeviceOptions().ExtendedFeatures;
        features.HostAccessedSupported = true;
        features.HostDirtySupported = true;
        SmallMachine small = new(device: new IommuDeviceOptions { ExecutionMode = ExecutionMode.Stepped, Caching = CacheBehavior.Adversarial, ExtendedFeatures = features });
        ulong written = SmallMachine.Iova + 0x1000;
        small.Parent.Map(written, SmallMachine.Data + 0x1000, 0x1000, Permissions.ReadWrite);
        IommuEndpoint device = small.Device(1);
        small.NestInUse(0, device);
        small.Parent.StartDirtyTracking();
        Violation.If(!small.Machine.Dma(device, written, Permissions.Write).Succeeded, "A nested device does not write what is mapped for it.");
        List<DirtyRange> dirty = [];
        small.Parent.ReadDirty(written, 0x1000, dirty);
        Violation.If(dirty.Count == 0, "A page that a nested device has written was not told.");
    });

    [Fact]
    public void Merged_4_what_a_move_leaves_behind_under_the_old_id_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new();
        IommuEndpoint device = small.Device(1);
        NestedDomain first = small.NestInUse(0, device);
        NestedDomain second = small.Nest(1);
        second.Attach(device);
        small.Parent.Unmap(SmallMachine.Iova, 0x1000);
        first.Attach(device);
        Violation.If(small.Machine.Dma(device, SmallMachine.Iova).Succeeded, "A device that came back to its domain found a translation that had been unmapped meanwhile.");
    });

    [Fact]
    public void Merged_5_an_entry_without_its_domain_id_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new();
        IommuEndpoint device = small.Device(1, caches: true);
        small.Parent.Attach(device);
        DeviceTableEntry entry = small.Machine.Entry(device);
        Violation.If(entry.DomainId.Value != small.Parent.DomainId.Value || !entry.IotlbEnabled, "The entry of a device lacks the domain ID of its domain.");
    });

    [Fact]
    public void Merged_8_guest_translation_that_the_guest_has_off_is_seen() => Detection.Sees(() =>
    {
        SmallMachine small = new();
        IommuEndpoint device = small.Device(1);
        using NestedDomain nested = small.Nest(7);
        nested.Attach(device);
        Violation.If(small.Machine.Entry(device).GuestTranslationValid, "A unit walks guest tables at address 0 for a device whose guest has set up none.");
    });

    [Fact]
    public void Merged_6_ids_beyond_the_last_device_that_are_never_forgotten_are_seen() => Detection.Sees(() =>
    {
        ExtendedFeatureRegister features = new IommuDeviceOptions().ExtendedFeatures;
        features.InvalidateAllSupported = false;
        SmallMachine small = new(ids: 200, frames: 256, device: new IommuDeviceOptions { ExecutionMode = ExecutionMode.Stepped, Caching = CacheBehavior.Adversarial, ExtendedFeatures = features });
        ParentDomain far = small.Parent;
        while (far.DomainId.Value <= small.Machine.Units[0].DeviceTable.Count)
        {
            far = small.Machine.Host.CreateParentDomain();
        }

        far.Map(SmallMachine.Iova, SmallMachine.Data, 0x1000, Permissions.Read);
        IommuEndpoint device = small.Device(1);
        far.Attach(device);
        small.Use(device);
        small.Kill(0);
        Record.Exception(() => far.Unmap(SmallMachine.Iova, 0x1000));
        small.Revive();
        small.Machine.Units[0].Recover();
        small.CheckForgotten(far);
    });

    [Fact]
    public void Merged_7_a_wait_that_another_thread_has_cancelled_is_seen() => Detection.Finds(() =>
    {
        SmallMachine small = new();
        IommuEndpoint device = small.Device(1);
        small.Parent.Map(SmallMachine.Iova + 0x1000, SmallMachine.Data, 0x1000, Permissions.Read);
        small.Parent.Attach(device);
        small.Use(device);
        small.Machine.Dma(device, SmallMachine.Iova + 0x1000);
        bool[] isStale = new bool[2];
        Concurrently(() => isStale[0] = UnmapAndLook(0), () => isStale[1] = UnmapAndLook(1));
        Violation.If(isStale[0] || isStale[1], "Unmapping returned while the page was still cached.");

        bool UnmapAndLook(ulong page)
        {
            ulong iova = SmallMachine.Iova + (page * 0x1000);
            small.Parent.Unmap(iova, 0x1000);
            return small.Machine.Dma(device, iova).Succeeded;
        }
    });
}
