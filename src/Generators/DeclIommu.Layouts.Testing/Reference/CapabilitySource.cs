using System.Numerics;
using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>Values of a type of capabilities, and what they say.</summary>
internal static class CapabilitySource
{
    private const BindingFlags Instance = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    private const int MostDepth = 4;

    /// <summary>Tells of a capability whether it is on; without a value all are.</summary>
    public static Func<string, bool> Reader(object? capabilities) => name =>
        capabilities is null
        || (bool)(capabilities.GetType().GetProperty(name, Instance)
            ?? throw new ArgumentException($"{capabilities.GetType().FullName} has no property {name}.", nameof(capabilities))).GetValue(capabilities)!;

    /// <summary>All off, all on, and random ones; or those that the options name.</summary>
    public static IReadOnlyList<object> Of(Type type, IReadOnlyList<object> given, Random random, int count) =>
        given.Count > 0
            ? given
            : [Create(type, static () => false, 0), Create(type, static () => true, 0), .. Enumerable.Range(0, count).Select(_ => Create(type, () => random.Next(2) == 1, 0))];

    // By the constructor with the most parameters, and every bool property that can be set: capabilities are flags, or computed from layouts that hold them.
    private static object Create(Type type, Func<bool> bit, int depth)
    {
        if (type == typeof(bool))
        {
            return bit();
        }

        if (type.IsDefined(typeof(LayoutAttribute), inherit: false) || type.IsEnum || IntegerCodec.TryCreate(type) is not null)
        {
            return OfBits(type, bit);
        }

        ConstructorInfo? constructor = type.GetConstructors(Instance)
            .Where(candidate => candidate.GetParameters().All(parameter => parameter.ParameterType != type && depth < MostDepth))
            .MaxBy(static candidate => candidate.GetParameters().Length);
        object created = constructor is null || constructor.GetParameters().Length == 0
            ? Activator.CreateInstance(type, nonPublic: true)!
            : constructor.Invoke([.. constructor.GetParameters().Select(parameter => Create(parameter.ParameterType, bit, depth + 1))]);
        foreach (PropertyInfo property in type.GetProperties(Instance).Where(static property => property.PropertyType == typeof(bool) && property.GetSetMethod(nonPublic: true) is not null))
        {
            property.GetSetMethod(nonPublic: true)!.Invoke(created, [bit()]);
        }

        return created;
    }

    private static object OfBits(Type type, Func<bool> bit)
    {
        ValueCodec codec = ValueCodec.Of(type);
        int size = (int)codec.Maximum.GetBitLength();
        var image = new BitImage(size);
        for (int i = 0; i < size; i++)
        {
            image[i] = bit();
        }

        return codec.ToObject(BigInteger.Min(image.ToNumber(), codec.Maximum));
    }
}
