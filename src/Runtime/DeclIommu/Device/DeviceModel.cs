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
        Translator = new Translator(Registers, DeviceTable, Translations, new HostPageTableWalker(memory, Directories), options.PrefetchedPages);
        Events = new EventReporter(Registers, memory, options.Interrupts);
    }

    internal IPhysicalMemory Memory { get; }

    internal RegisterFile Registers { get; }

    internal RequestFence Requests { get; }

    internal TranslationCache Translations { get; }

    internal PageDirectoryCache Directories { get; }

    internal DeviceTable DeviceTable { get; }

    internal Translator Translator { get; }

    internal EventReporter Events { get; }
}
