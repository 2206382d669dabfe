namespace DeclIommu.Layouts.Testing;

/// <summary>The dispatch that asks for no capabilities.</summary>
internal sealed class PlainDispatch<TSet, THandler> : ICommandDispatch<THandler>
    where TSet : struct
    where THandler : class
{
    private readonly DispatchMember _dispatch = DispatchBinding.Bind<DispatchMember>(typeof(TSet), typeof(THandler), "Dispatch", null);

    private readonly TryDispatchMember _tryDispatch = DispatchBinding.Bind<TryDispatchMember>(typeof(TSet), typeof(THandler), "TryDispatch", null);

    private delegate void DispatchMember(ReadOnlySpan<byte> source, ref THandler handler);

    private delegate bool TryDispatchMember(ReadOnlySpan<byte> source, ref THandler handler, out LayoutFault fault);

    public object? Capabilities => null;

    public void Dispatch(byte[] source, ref THandler handler) => _dispatch(source, ref handler);

    public bool TryDispatch(byte[] source, ref THandler handler, out LayoutFault fault) => _tryDispatch(source, ref handler, out fault);
}
