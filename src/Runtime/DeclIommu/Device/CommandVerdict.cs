namespace DeclIommu.Device;

/// <summary>What became of a command.</summary>
internal enum CommandVerdict
{
    /// <summary>It was executed.</summary>
    Executed,

    /// <summary>It was executed, and asks for an interrupt.</summary>
    ExecutedWithInterrupt,

    /// <summary>Its opcode is unknown, a reserved bit is set, or the device announces no such feature.</summary>
    Illegal,

    /// <summary>No memory backs the place that it stores to.</summary>
    StoreFailed,
}
