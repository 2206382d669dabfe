using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>Has flushes awaited.</summary>
internal interface IFlushOwner
{
    /// <summary>Ends a flush, when every unit has confirmed or failed: settles what it covered, gives the batch back, and ends the operation.</summary>
    void EndFlush([Consumes] FlushOperation operation, [Consumes] FlushBatch batch, [Consumes] UnmappedRange range, IommuUnitFailedException? failure);
}
