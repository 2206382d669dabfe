using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>A bank of performance counters; bank b lies at 0x40000 + b * 0x1000 from the base address of the IOMMU.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, performance counters. The fields of the registers depend on the processor; only their places are publicly described.</remarks>
[RegisterBank(0x1000, Miss = MissPolicy.ReadZero)]
public partial struct PerformanceCounterBank
{
    /// <summary>The counter.</summary>
    /// <param name="index">0 to 15.</param>
    [Register(0x0000), Repeat(16, stride: 256)]
    public readonly partial ulong GetCounter(int index);

    /// <summary>The counter.</summary>
    /// <param name="index">0 to 15.</param>
    /// <param name="value">The value, stored as it is.</param>
    public partial void SetCounter(int index, ulong value);

    /// <summary>What the counter counts.</summary>
    /// <param name="index">0 to 15.</param>
    [Register(0x0008), Repeat(16, stride: 256)]
    public readonly partial ulong GetSource(int index);

    /// <summary>What the counter counts.</summary>
    /// <param name="index">0 to 15.</param>
    /// <param name="value">The value, stored as it is.</param>
    public partial void SetSource(int index, ulong value);

    /// <summary>The PASIDs whose events count.</summary>
    /// <param name="index">0 to 15.</param>
    [Register(0x0010), Repeat(16, stride: 256)]
    public readonly partial ulong GetPasidMatch(int index);

    /// <summary>The PASIDs whose events count.</summary>
    /// <param name="index">0 to 15.</param>
    /// <param name="value">The value, stored as it is.</param>
    public partial void SetPasidMatch(int index, ulong value);

    /// <summary>The domains whose events count.</summary>
    /// <param name="index">0 to 15.</param>
    [Register(0x0018), Repeat(16, stride: 256)]
    public readonly partial ulong GetDomainMatch(int index);

    /// <summary>The domains whose events count.</summary>
    /// <param name="index">0 to 15.</param>
    /// <param name="value">The value, stored as it is.</param>
    public partial void SetDomainMatch(int index, ulong value);

    /// <summary>The devices whose events count.</summary>
    /// <param name="index">0 to 15.</param>
    [Register(0x0020), Repeat(16, stride: 256)]
    public readonly partial ulong GetDeviceIdMatch(int index);

    /// <summary>The devices whose events count.</summary>
    /// <param name="index">0 to 15.</param>
    /// <param name="value">The value, stored as it is.</param>
    public partial void SetDeviceIdMatch(int index, ulong value);

    /// <summary>What is reported when the counter overflows.</summary>
    /// <param name="index">0 to 15.</param>
    [Register(0x0028), Repeat(16, stride: 256)]
    public readonly partial ulong GetReport(int index);

    /// <summary>What is reported when the counter overflows.</summary>
    /// <param name="index">0 to 15.</param>
    /// <param name="value">The value, stored as it is.</param>
    public partial void SetReport(int index, ulong value);
}
