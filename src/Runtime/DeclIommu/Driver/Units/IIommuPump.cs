namespace DeclIommu.Driver;

/// <summary>Something to do while a driver waits for a unit: a test steps its device here.</summary>
public interface IIommuPump
{
    /// <summary>Called over and over, on the waiting thread, which holds no lock of the command queue. Several threads may call at once.</summary>
    void Pump();
}
