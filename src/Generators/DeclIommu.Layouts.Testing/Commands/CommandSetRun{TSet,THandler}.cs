using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>The checks of one command set, with the interface of its handlers.</summary>
internal sealed class CommandSetRun<TSet, THandler> : ICommandSetRun
    where TSet : struct
    where THandler : class
{
    private const int RandomCapabilities = 4;

    private readonly LayoutReference _layout = LayoutReference.Of<TSet>();

    private readonly LayoutSubject<TSet> _subject = (LayoutSubject<TSet>)LayoutSubject.Of(typeof(TSet));

    private readonly ReferenceField _discriminator = ImpliedOpcode.DiscriminatorOf(typeof(TSet));

    private readonly Type[] _members = typeof(TSet).GetCustomAttribute<CommandSetAttribute>()!.Commands;

    private readonly PlainDispatch<TSet, THandler> _plain = new();

    public void Run(CheckScope scope, IReadOnlyList<object> capabilities, int images)
    {
        ICommandDispatch<THandler>[] dispatches = [_plain, .. Gated(scope.Random, capabilities)];
        foreach (ulong opcode in Opcodes(scope.Random))
        {
            Type? member = _members.FirstOrDefault(candidate => candidate.GetCustomAttribute<CommandAttribute>()!.Opcode == opcode);
            IEnumerable<BitImage> bodies = ImageSource.Of(_layout, scope.Random, images);
            if (member is not null)
            {
                bodies = bodies.Concat(ImageSource.Of(LayoutReference.Of(member), scope.Random, images));
            }

            foreach (BitImage image in bodies)
            {
                image.Put(_discriminator.BitsOf(), opcode);
                foreach (ICommandDispatch<THandler> dispatch in dispatches)
                {
                    Check(scope, dispatch, image, member);
                }

                CheckTryAs(scope, image, member);
            }
        }

        foreach (ICommandDispatch<THandler> dispatch in dispatches)
        {
            CheckShort(scope, dispatch);
        }
    }

    private IEnumerable<ICommandDispatch<THandler>> Gated(Random random, IReadOnlyList<object> given) =>
        _layout.Capabilities is not { } type
            ? []
            : CapabilitySource.Of(type, given, random, RandomCapabilities).Select(capabilities =>
                (ICommandDispatch<THandler>)Activator.CreateInstance(typeof(GatedDispatch<,,>).MakeGenericType(typeof(TSet), typeof(THandler), type), capabilities)!);

    private IEnumerable<ulong> Opcodes(Random random)
    {
        var opcodes = new HashSet<ulong>(_members.Select(static member => member.GetCustomAttribute<CommandAttribute>()!.Opcode));
        opcodes.UnionWith(EdgeValues.Of(_discriminator).Select(static value => (ulong)value));
        opcodes.Add((ulong)EdgeValues.Random(random, _discriminator.Width));
        return opcodes;
    }

    private void Check(CheckScope scope, ICommandDispatch<THandler> dispatch, BitImage image, Type? member)
    {
        byte[] bytes = image.ToBytes(_layout.ByteOrder);
        member = member is not null && IsKnown(member, dispatch.Capabilities) ? member : null;
        string Situation() => $"dispatched {Words.OfBytes(bytes)}, {member?.Name ?? "no command"}{(dispatch.Capabilities is { } capabilities ? $", with {capabilities}" : string.Empty)}";

        (THandler handler, CommandRecorder recorder) = Handler();
        scope.Run("Dispatch", () => Dispatch(dispatch, bytes, ref handler), Situation);
        scope.Same("Dispatch", member is null ? "OnUnknown" : "On" + member.Name, Calls(recorder), Situation);
        scope.SameBytes("Dispatch", bytes, LayoutSubject.Of(member ?? typeof(TSet)).Write(recorder.Calls[0].Argument), Situation);

        (handler, recorder) = Handler();
        LayoutFault fault = default;
        bool isDone = scope.Run("TryDispatch", () => dispatch.TryDispatch(bytes, ref handler, out fault), Situation);
        CompareFaults(scope, FaultsOf(image, member, dispatch.Capabilities), member, image, isDone ? null : fault, Situation);
        scope.Same("TryDispatch", isDone ? "On" + member!.Name : string.Empty, Calls(recorder), Situation);
    }

    // A command that the device cannot do is unknown to it.
    private static bool IsKnown(Type member, object? capabilities) =>
        capabilities is null || member.GetCustomAttribute<AvailableWhenAttribute>() is not { } gate || CapabilitySource.Reader(capabilities)(gate.Capability);

    private IReadOnlyList<LayoutFault> FaultsOf(BitImage image, Type? member, object? capabilities)
    {
        if (member is null)
        {
            return [new LayoutFault(_discriminator.Name, _discriminator.BitsOf().Max(), _discriminator.BitsOf().Min(), LayoutFaultReason.UnknownCommand)];
        }

        LayoutReference layout = LayoutReference.Of(member);
        return layout.FaultsOf(image, capabilities is not null && layout.Capabilities == _layout.Capabilities ? CapabilitySource.Reader(capabilities) : null);
    }

    private static void CompareFaults(CheckScope scope, IReadOnlyList<LayoutFault> faults, Type? member, BitImage image, LayoutFault? reported, Func<string> situation)
    {
        // A command may be wrong by itself as well as for the capabilities: then either may be told.
        if (member is not null && faults.Count > 0 && reported is { } fault && LayoutReference.Of(member).FaultsOf(image) is { Count: > 0 } own && own.Contains(fault))
        {
            faults = own;
        }

        ValidationCheck.Compare(scope, faults, reported, situation, "TryDispatch");
    }

    private void CheckTryAs(CheckScope scope, BitImage image, Type? member)
    {
        byte[] bytes = image.ToBytes(_layout.ByteOrder);
        object raw = _subject.Read(bytes);
        foreach (Type candidate in _members)
        {
            CheckTryAs(scope, raw, bytes, candidate, candidate == member, () => $"read {Words.OfBytes(bytes)}, {member?.Name ?? "no command"}");
        }
    }

    private static void CheckTryAs(CheckScope scope, object raw, byte[] bytes, Type candidate, bool isMember, Func<string> situation)
    {
        MethodInfo? tryAs = typeof(TSet).GetMethod("TryAs", [candidate.MakeByRefType()]);
        scope.Holds("TryAs", tryAs is not null, () => candidate.Name, "a method", static () => "missing");
        object?[] arguments = [null];
        bool isAs = (bool)tryAs!.Invoke(raw, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
        scope.Same("TryAs", isMember, isAs, () => $"{situation()}, as {candidate.Name}");
        scope.SameBytes("TryAs", isMember ? bytes : new byte[bytes.Length], LayoutSubject.Of(candidate).Write(arguments[0]!), () => $"{situation()}, as {candidate.Name}");
    }

    private void CheckShort(CheckScope scope, ICommandDispatch<THandler> dispatch)
    {
        byte[] bytes = new byte[_layout.SizeInBytes - 1];
        (THandler handler, CommandRecorder recorder) = Handler();
        scope.Refused<ArgumentException>("Dispatch", () => dispatch.Dispatch(bytes, ref handler), () => $"{bytes.Length} bytes");
        scope.Refused<ArgumentException>("TryDispatch", () => dispatch.TryDispatch(bytes, ref handler, out _), () => $"{bytes.Length} bytes");
        scope.Same("Dispatch", string.Empty, Calls(recorder), () => $"{bytes.Length} bytes");
    }

    private static bool Dispatch(ICommandDispatch<THandler> dispatch, byte[] bytes, ref THandler handler)
    {
        dispatch.Dispatch(bytes, ref handler);
        return true;
    }

    private static string Calls(CommandRecorder recorder) => string.Join(", ", recorder.Calls.Select(static call => call.Method));

    private static (THandler Handler, CommandRecorder Recorder) Handler()
    {
        THandler handler = DispatchProxy.Create<THandler, CommandRecorder>();
        return (handler, (CommandRecorder)(object)handler);
    }
}
