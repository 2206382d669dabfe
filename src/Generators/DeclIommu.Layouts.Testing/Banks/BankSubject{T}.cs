using System.Reflection;
using System.Runtime.CompilerServices;

namespace DeclIommu.Layouts.Testing;

/// <summary>A bank under test, driven through its generated members.</summary>
internal sealed class BankSubject<T>
    where T : struct
{
    private static readonly ReadAccess ReadMember = Bind<ReadAccess>("Read", typeof(ulong), typeof(Span<byte>));

    private static readonly WriteAccess WriteMember = Bind<WriteAccess>("Write", typeof(ulong), typeof(ReadOnlySpan<byte>));

    private readonly object _bank = new T();

    public delegate AccessResult ReadAccess(ref T bank, ulong offset, Span<byte> destination);

    public delegate AccessResult WriteAccess(ref T bank, ulong offset, ReadOnlySpan<byte> source);

    public delegate void ResetMember(ref T bank);

    public object Boxed => _bank;

    private ref T Bank => ref Unsafe.Unbox<T>(_bank);

    public AccessResult Read(ulong offset, Span<byte> destination) => ReadMember(ref Bank, offset, destination);

    public AccessResult Write(ulong offset, ReadOnlySpan<byte> source) => WriteMember(ref Bank, offset, source);

    public void Reset(string? kind) => Bind<ResetMember>("Reset" + kind)(ref Bank);

    public void SetCapabilities(object capabilities) =>
        typeof(T).GetProperty("Capabilities", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)!.SetValue(_bank, capabilities);

    private static TDelegate Bind<TDelegate>(string name, params Type[] parameters)
        where TDelegate : Delegate =>
        (typeof(T).GetMethod(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly, parameters)
            ?? throw new ArgumentException($"{typeof(T).FullName} has no generated member {name}: is the generator of DeclIommu.Layouts part of the project that declares it?"))
        .CreateDelegate<TDelegate>();
}
