using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>The checks of one command set, with the interface of its handlers.</summary>
internal sealed class CommandSetRun<TSet, THandler> : ICommandSetRun
    where TSet : struct
    where THandler : class
{
    private readonly LayoutReference _layout = LayoutReference.Of<TSet>();

    private readonly LayoutSubject<TSet> _subject = (LayoutSubject<TSet>)LayoutSubject.Of(typeof(TSet));

    private readonly ReferenceField _discriminator = ImpliedOpcode.DiscriminatorOf(typeof(TSet));

    private readonly Type[] _members = typeof(TSet).GetCustomAttribute<CommandSetAttribute>()!.Commands;

    private readonly DispatchMember _dispatch = Bind<DispatchMember>("Dispatch", 2);

    private readonly TryDispatchMember _tryDispatch = Bind<TryDispatchMember>("TryDispatch", 3);

    private delegate void DispatchMember(ReadOnlySpan<byte> source, ref THandler handler);

    private delegate bool TryDispatchMember(ReadOnlySpan<byte> source, ref THandler handler, out LayoutFault fault);

    public void Run(CheckScope scope, int images)
    {
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
                Check(scope, image, member);
            }
        }

        CheckShort(scope);
    }

    private IEnumerable<ulong> Opcodes(Random random)
    {
        var opcodes = new HashSet<ulong>(_members.Select(static member => member.GetCustomAttribute<CommandAttribute>()!.Opcode));
        opcodes.UnionWith(EdgeValues.Of(_discriminator).Select(static value => (ulong)value));
        opcodes.Add((ulong)EdgeValues.Random(random, _discriminator.Width));
        return opcodes;
    }

    private void Check(CheckScope scope, BitImage image, Type? member)
    {
        byte[] bytes = image.ToBytes(_layout.ByteOrder);
        string Situation() => $"dispatched {Words.OfBytes(bytes)}, {member?.Name ?? "no command"}";

        (THandler handler, CommandRecorder recorder) = Handler();
        scope.Run("Dispatch", () => Dispatch(bytes, ref handler), Situation);
        scope.Same("Dispatch", member is null ? "OnUnknown" : "On" + member.Name, Calls(recorder), Situation);
        scope.SameBytes("Dispatch", bytes, LayoutSubject.Of(member ?? typeof(TSet)).Write(recorder.Calls[0].Argument), Situation);

        IReadOnlyList<LayoutFault> faults = member is null
            ? [new LayoutFault(_discriminator.Name, _discriminator.BitsOf().Max(), _discriminator.BitsOf().Min(), LayoutFaultReason.UnknownCommand)]
            : LayoutReference.Of(member).FaultsOf(image);
        (handler, recorder) = Handler();
        LayoutFault fault = default;
        bool isDone = scope.Run("TryDispatch", () => _tryDispatch(bytes, ref handler, out fault), Situation);
        ValidationCheck.Compare(scope, faults, isDone ? null : fault, Situation, "TryDispatch");
        scope.Same("TryDispatch", isDone ? "On" + member!.Name : string.Empty, Calls(recorder), Situation);

        object raw = _subject.Read(bytes);
        foreach (Type candidate in _members)
        {
            CheckTryAs(scope, raw, bytes, candidate, candidate == member, Situation);
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

    private void CheckShort(CheckScope scope)
    {
        byte[] bytes = new byte[_layout.SizeInBytes - 1];
        (THandler handler, CommandRecorder recorder) = Handler();
        scope.Refused<ArgumentException>("Dispatch", () => _dispatch(bytes, ref handler), () => $"{bytes.Length} bytes");
        scope.Refused<ArgumentException>("TryDispatch", () => _tryDispatch(bytes, ref handler, out _), () => $"{bytes.Length} bytes");
        scope.Same("Dispatch", string.Empty, Calls(recorder), () => $"{bytes.Length} bytes");
    }

    private bool Dispatch(byte[] bytes, ref THandler handler)
    {
        _dispatch(bytes, ref handler);
        return true;
    }

    private static string Calls(CommandRecorder recorder) => string.Join(", ", recorder.Calls.Select(static call => call.Method));

    private static (THandler Handler, CommandRecorder Recorder) Handler()
    {
        THandler handler = DispatchProxy.Create<THandler, CommandRecorder>();
        return (handler, (CommandRecorder)(object)handler);
    }

    private static TDelegate Bind<TDelegate>(string name, int parameters)
        where TDelegate : Delegate =>
        (typeof(TSet).GetMethods().FirstOrDefault(method => method.Name == name && method.IsGenericMethodDefinition && method.GetParameters().Length == parameters)
            ?? throw new ArgumentException($"{typeof(TSet).FullName} has no generated member {name}: is the generator of DeclIommu.Layouts part of the project that declares it?"))
        .MakeGenericMethod(typeof(THandler)).CreateDelegate<TDelegate>();
}
