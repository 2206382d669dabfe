namespace DeclIommu.Layouts.Testing;

/// <summary>The dispatch of a command set for a device whose capabilities are known, or for any.</summary>
internal interface ICommandDispatch<THandler>
    where THandler : class
{
    /// <summary>What the device can do; null if that is not asked.</summary>
    object? Capabilities { get; }

    void Dispatch(byte[] source, ref THandler handler);

    bool TryDispatch(byte[] source, ref THandler handler, out LayoutFault fault);
}
