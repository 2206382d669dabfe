using System.Collections.Concurrent;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>The parts of one IOMMU, wired together once.</summary>
/// <remarks>
/// Locks are taken in this order: the command engine's, a lane of the request fence, the lock of one cache, the lock of the registers; interrupts are raised outside of all.
/// </remarks>
internal sealed class DeviceModel
{
    internal DeviceModel(IPhysicalMemory memory, IommuDeviceOptions options)
    {
        bool evicts = options.Caching == CacheBehavior.Ordinary;
        int capacity = evicts ? options.TranslationCacheCapacity : int.MaxValue;
        Memory = memory;
        Registers = new RegisterFile(options.ExtendedFeatures, options.ExtendedFeatures2);
        Requests = new RequestFence();
        Translations = new TranslationCache(capacity);
        Directories = new PageDirectoryCache(capacity);
        DeviceTable = new DeviceTable(memory, Registers, options.BetweenDeviceTableEntryHalves);
        GuestCaches = new GuestCaches(capacity);
        GuestTranslations = new GuestTranslationCache(GuestCaches);
        GuestPhysicalSpace guestMemory = new(new HostPageTableWalker(memory, Directories), Translations);
        GuestPageTableWalker guestWalker = new(memory, GuestCaches, guestMemory);
        Translator = new Translator(Registers, DeviceTable, Translations, GuestCaches, guestMemory, guestWalker, options.PrefetchedPages);
        Events = new EventReporter(Registers, memory, options.Interrupts);
    }

    internal IPhysicalMemory Memory { get; }

    internal RegisterFile Registers { get; }

    internal RequestFence Requests { get; }

    internal TranslationCache Translations { get; }

    internal PageDirectoryCache Directories { get; }

    internal GuestCaches GuestCaches { get; }

    internal GuestTranslationCache GuestTranslations { get; }

    internal DeviceTable DeviceTable { get; }

    internal Translator Translator { get; }

    internal EventReporter Events { get; }

    /// <summary>By device ID: what devices cache themselves.</summary>
    internal ConcurrentDictionary<ushort, DeviceTlb> DeviceTlbs { get; } = [];
}
