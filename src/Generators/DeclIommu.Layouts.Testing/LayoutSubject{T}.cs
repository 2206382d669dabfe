using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>The generated members of one layout, bound once.</summary>
internal sealed class LayoutSubject<T> : LayoutSubject
    where T : struct
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public delegate T ReadFrom(ReadOnlySpan<byte> source);

    public delegate bool TryReadFrom(ReadOnlySpan<byte> source, out T value);

    public delegate void WriteTo(ref T value, Span<byte> destination);

    public delegate ref T Overlay(Span<byte> bytes);

    public delegate ref T ArrayOverlay(byte[] bytes);

    public delegate ref readonly T ReadOnlyOverlay(ReadOnlySpan<byte> bytes);

    public delegate bool Validation(ref T value, out LayoutFault fault);

    public delegate ReadOnlySpan<LayoutField> FieldTable();

    public ReadFrom ReadBytes { get; } = Bind<ReadFrom>("Read", typeof(ReadOnlySpan<byte>));

    public TryReadFrom TryReadBytes { get; } = Bind<TryReadFrom>("TryRead", typeof(ReadOnlySpan<byte>), typeof(T).MakeByRefType());

    public WriteTo WriteBytes { get; } = Bind<WriteTo>("Write", typeof(Span<byte>));

    public Overlay AsRef { get; } = Bind<Overlay>("AsRef", typeof(Span<byte>));

    public ArrayOverlay AsRefOfArray { get; } = Bind<ArrayOverlay>("AsRef", typeof(byte[]));

    public ReadOnlyOverlay AsReadOnlyRef { get; } = Bind<ReadOnlyOverlay>("AsRef", typeof(ReadOnlySpan<byte>));

    public Validation TryValidate { get; } = Bind<Validation>("TryValidate", typeof(LayoutFault).MakeByRefType());

    public FieldTable Fields { get; } = Bind<FieldTable>("get_Fields");

    public int SizeInBytes { get; } = (int)(typeof(T).GetField("SizeInBytes", Declared)?.GetRawConstantValue() ?? throw Missing("SizeInBytes"));

    /// <summary>A method that need not be there, for example <c>ToRaw</c> above 128 bits.</summary>
    public static MethodInfo? Find(string name) => typeof(T).GetMethods(Declared).FirstOrDefault(method => method.Name == name);

    public override object Read(byte[] bytes) => ReadBytes(bytes);

    public override byte[] Write(object value)
    {
        byte[] bytes = new byte[SizeInBytes];
        T copy = (T)value;
        WriteBytes(ref copy, bytes);
        return bytes;
    }

    public override LayoutFault? Validate(object value)
    {
        T copy = (T)value;
        return TryValidate(ref copy, out LayoutFault fault) ? null : fault;
    }

    private static TDelegate Bind<TDelegate>(string name, params Type[] parameters)
        where TDelegate : Delegate =>
        (typeof(T).GetMethod(name, Declared, parameters) ?? throw Missing(name)).CreateDelegate<TDelegate>();

    private static ArgumentException Missing(string name) =>
        new($"{typeof(T).FullName} has no generated member {name}: is the generator of DeclIommu.Layouts part of the project that declares it?");
}
