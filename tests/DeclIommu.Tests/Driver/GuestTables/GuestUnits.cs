using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

/// <summary>Units with guest translation and dirty bits, never forgetting by themselves.</summary>
internal static class GuestUnits
{
    public static IommuDeviceOptions Options { get; } = With(static features => features);

    public static IommuDeviceOptions With(Func<ExtendedFeatureRegister, ExtendedFeatureRegister> change) => new()
    {
        ExecutionMode = ExecutionMode.Stepped,
        Caching = CacheBehavior.Adversarial,
        ExtendedFeatures = change(new ExtendedFeatureRegister
        {
            PrefetchSupported = true,
            InvalidateAllSupported = true,
            HostPageTableLevels = HostPageTableLevels.Six,
            GuestTranslationSupported = true,
            GuestIoSupported = true,
            GuestPageTableLevels = GuestPageTableLevels.Five,
            GuestCr3TableLevels = GuestCr3TableLevels.Three,
            MaximumPasidBits = 19,
            HostAccessedSupported = true,
            HostDirtySupported = true,
        }),
        ExtendedFeatures2 = new ExtendedFeature2Register { GuestCr3TablePointerTranslationSupported = true },
    };

    public static DmaResult Dma(this DriverMachine machine, IommuEndpoint endpoint, uint pasid, ulong address, Permissions access = Permissions.Read) =>
        machine.Model(Array.IndexOf(machine.Units, endpoint.Unit)).Translate(endpoint.DeviceId, new Pasid(pasid), address, access);
}
