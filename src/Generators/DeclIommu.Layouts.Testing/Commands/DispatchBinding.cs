using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>Finds the generated dispatch members of a command set.</summary>
internal static class DispatchBinding
{
    // As visible as the type of the capabilities lets them be.
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The member of that name with, or without, a parameter for capabilities.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static TDelegate Bind<TDelegate>(Type set, Type handler, string name, Type? capabilities)
        where TDelegate : Delegate
    {
        MethodInfo member = set.GetMethods(Declared).FirstOrDefault(method => method.Name == name && method.IsGenericMethodDefinition && CapabilitiesOf(method) == capabilities)
            ?? throw new ArgumentException(
                $"{set.FullName} has no generated member {name}{(capabilities is null ? string.Empty : $" that takes a {capabilities.Name}")}: is the generator of DeclIommu.Layouts part of the project that declares it?");
        return member.MakeGenericMethod(handler).CreateDelegate<TDelegate>();
    }

    // The second parameter is the handler, a type parameter, unless capabilities stand before it.
    private static Type? CapabilitiesOf(MethodInfo method) =>
        method.GetParameters() is [_, { ParameterType: { IsByRef: true } second }, ..] && second.GetElementType() is { IsGenericMethodParameter: false } type ? type : null;
}
