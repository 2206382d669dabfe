using System.Collections.Concurrent;

namespace DeclIommu.Layouts.Testing;

/// <summary>The generated members of a layout, callable without knowing its type.</summary>
internal abstract class LayoutSubject
{
    private static readonly ConcurrentDictionary<Type, LayoutSubject> Known = new();

    /// <summary>The generated members of a layout.</summary>
    public static LayoutSubject Of(Type type) => Known.GetOrAdd(type, static layout =>
        (LayoutSubject)Activator.CreateInstance(typeof(LayoutSubject<>).MakeGenericType(layout))!);

    /// <summary>What <c>Read</c> gives, boxed.</summary>
    public abstract object Read(byte[] bytes);

    /// <summary>What <c>Write</c> gives for a boxed value.</summary>
    public abstract byte[] Write(object value);

    /// <summary>What <c>TryValidate</c> gives for a boxed value; null if it finds no fault.</summary>
    public abstract LayoutFault? Validate(object value);
}
