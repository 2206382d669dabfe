namespace DeclIommu.Layouts.Testing;

/// <summary>The dispatch for one device, whose capabilities it is given.</summary>
internal sealed class GatedDispatch<TSet, THandler, TCapabilities>(TCapabilities capabilities) : ICommandDispatch<THandler>
    where TSet : struct
    where THandler : class
    where TCapabilities : notnull
{
    private readonly DispatchMember _dispatch = DispatchBinding.Bind<DispatchMember>(typeof(TSet), typeof(THandler), "Dispatch", typeof(TCapabilities));

    private readonly TryDispatchMember _tryDispatch = DispatchBinding.Bind<TryDispatchMember>(typeof(TSet), typeof(THandler), "TryDispatch", typeof(TCapabilities));

    private delegate void DispatchMember(ReadOnlySpan<byte> source, in TCapabilities capabilities, ref THandler handler);

    private delegate bool TryDispatchMember(ReadOnlySpan<byte> source, in TCapabilities capabilities, ref THandler handler, out LayoutFault fault);

    public object? Capabilities => capabilities;

    public void Dispatch(byte[] source, ref THandler handler) => _dispatch(source, capabilities, ref handler);

    public bool TryDispatch(byte[] source, ref THandler handler, out LayoutFault fault) => _tryDispatch(source, capabilities, ref handler, out fault);
}
