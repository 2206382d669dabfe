using System.Buffers.Binary;
using DeclIommu.Formats;
using DeclIommu.Layouts;

namespace DeclIommu.Tests.Formats;

/// <summary>The PCI capability and the performance counters as a driver sees them.</summary>
public sealed class IommuCapabilityTests
{
    [Fact]
    public void After_reset_the_capability_names_itself()
    {
        IommuCapability capability = Fresh();

        // Revision 1 of type 3 of capability 0Fh.
        Assert.Equal(0x000B000Fu, Read32(ref capability, 0));
    }

    [Fact]
    public void Enabling_locks_the_base()
    {
        IommuCapability capability = Fresh();
        Write32(ref capability, 4, 0xFED8_0001);
        Write32(ref capability, 4, 0);

        Assert.Equal(0xFED8_0001u, Read32(ref capability, 4));
        Assert.Equal((true, 0xFED8_0000u), (capability.BaseLow.IsEnabled, capability.BaseLow.BaseAddress));
    }

    [Fact]
    public void The_base_is_16_KiB_aligned()
    {
        IommuCapability capability = Fresh();
        Write32(ref capability, 4, 0xFFFF_FFFE);

        Assert.Equal(0xFFFF_C000u, Read32(ref capability, 4));
    }

    [Fact]
    public void What_the_device_says_cannot_be_written()
    {
        IommuCapability capability = Fresh();
        capability.Header = capability.Header with { IotlbSupported = true, NotPresentCached = true, ExtendedFeaturesSupported = true, CapabilityExtended = true, NextCapability = 0x54 };
        capability.Range = new CapabilityRangeRegister { IsValid = true, Bus = 0, FirstDevice = 0x08, LastDevice = 0xFF };
        capability.Miscellaneous0 = new CapabilityMiscellaneous0Register { VirtualAddressSize = 64, PhysicalAddressSize = 48, GuestVirtualAddressSize = 2 };
        foreach (ulong offset in (ulong[])[0, 0xC, 0x10, 0x14])
        {
            Write32(ref capability, offset, uint.MaxValue);
        }

        Assert.Equal(0x1D0B_540Fu, Read32(ref capability, 0));
        Assert.Equal(0xFF08_0080u, Read32(ref capability, 0xC));
        Assert.Equal(0x0020_3040u, Read32(ref capability, 0x10));
        Assert.Equal(0u, Read32(ref capability, 0x14));
    }

    [Fact]
    public void Each_performance_counter_has_its_own_256_bytes()
    {
        var bank = default(PerformanceCounterBank);
        bank.SetCounter(15, 7);
        bank.SetReport(1, 9);
        byte[] bytes = new byte[8];

        Assert.Equal(AccessResult.Done, bank.Read(0xF00, bytes));
        Assert.Equal(7UL, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        Assert.Equal(AccessResult.Done, bank.Read(0x128, bytes));
        Assert.Equal(9UL, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
    }

    [Fact]
    public void The_number_of_performance_counters_cannot_be_written()
    {
        var page = default(CounterConfigurationRegisters);
        page.Configuration = new CounterConfigurationRegister { Banks = 2, CountersPerBank = 4 };
        Assert.Equal(AccessResult.Done, page.Write(0, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]));

        Assert.Equal(0x2200UL, page.Configuration.ToRaw());
    }

    private static IommuCapability Fresh()
    {
        var capability = default(IommuCapability);
        capability.Reset();
        return capability;
    }

    private static void Write32(ref IommuCapability capability, ulong offset, uint value) => Assert.Equal(AccessResult.Done, capability.Write(offset, BitConverter.GetBytes(value)));

    private static uint Read32(ref IommuCapability capability, ulong offset)
    {
        byte[] bytes = new byte[4];
        Assert.Equal(AccessResult.Done, capability.Read(offset, bytes));
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
