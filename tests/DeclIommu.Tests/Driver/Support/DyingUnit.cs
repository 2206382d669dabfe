using DeclIommu.Driver;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

/// <summary>A machine whose first unit can die, with one domain that has a page mapped and a device that uses it.</summary>
internal sealed class DyingUnit : IDisposable
{
    public const ulong Iova = 0x40_0000;
    public const ulong Data = 0x200_0000;

    private readonly StoppedClock _clock = new();

    public DyingUnit(ParentDomainOptions? options = null, IommuHostOptions? host = null, Microsoft.Extensions.Logging.ILogger? logger = null)
    {
        Machine = new DriverMachine(unit: new IommuUnitOptions { TimeProvider = _clock, Timeout = TimeSpan.FromSeconds(1), Logger = logger }, host: host);
        Parent = Machine.Host.CreateParentDomain(options);
        Parent.Map(Iova, Data, 0x1000, Permissions.Read);
        Endpoint = Machine.Endpoint(1);
        Parent.Attach(Endpoint);
        Machine.Dma(Endpoint, Iova);
    }

    public DriverMachine Machine { get; }

    public ParentDomain Parent { get; }

    public IommuEndpoint Endpoint { get; }

    public void Kill()
    {
        Machine.Dead.Add(0);
        Machine.WhenPumped = () => _clock.Advance(TimeSpan.FromMilliseconds(100));
    }

    public void Recover()
    {
        Machine.Dead.Clear();
        Machine.WhenPumped = null;
        Machine.Units[0].Recover();
    }

    public void Dispose()
    {
        Machine.Dead.Clear();
        Machine.WhenPumped = null;
        Machine.Dispose();
    }
}
