using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>Checks decoding and dispatch of a command set against a bit-by-bit reference of its declaration.</summary>
/// <remarks>
/// For every opcode, known and unknown, over random bodies: <c>Dispatch</c> calls the one method that is meant, <c>TryDispatch</c> calls it for a
/// command without fault and else reports the fault, both also for given capabilities, <c>TryAs</c> gives a command as its own type only. The members as layouts are the matter of
/// <see cref="LayoutCheck"/>. Deterministic for a seed. Safe to call from several threads.
/// </remarks>
public static class CommandSetCheck
{
    /// <summary>Checks one command set.</summary>
    /// <typeparam name="TSet">A layout with a <see cref="CommandSetAttribute"/>.</typeparam>
    /// <param name="options">How much to try, and from which seed; null for the defaults.</param>
    /// <returns>What was checked.</returns>
    /// <exception cref="LayoutCheckException">The generated code does not do what the declaration says.</exception>
    /// <exception cref="ArgumentException">The type is no command set, or nothing was generated for it.</exception>
    public static CheckReport Run<TSet>(LayoutCheckOptions? options = null)
        where TSet : struct
    {
        options ??= new LayoutCheckOptions();
        if (!typeof(TSet).IsDefined(typeof(CommandSetAttribute), inherit: false))
        {
            throw new ArgumentException($"{typeof(TSet).FullName} has no CommandSet attribute.");
        }

        Type handler = typeof(TSet).GetMethods().FirstOrDefault(static method => method is { Name: "Dispatch", IsGenericMethodDefinition: true })
            ?.GetGenericArguments()[0].GetGenericParameterConstraints().FirstOrDefault()
            ?? throw new ArgumentException($"{typeof(TSet).FullName} has no generated member Dispatch: is the generator of DeclIommu.Layouts part of the project that declares it?");
        var scope = new CheckScope(typeof(TSet), options.Seed);
        var run = (ICommandSetRun)Activator.CreateInstance(typeof(CommandSetRun<,>).MakeGenericType(typeof(TSet), handler))!;
        run.Run(scope, options.Capabilities, Math.Max(4, options.Images / 4));
        return scope.Report;
    }

    /// <summary>Checks one command set known by its type.</summary>
    /// <param name="set">A layout with a <see cref="CommandSetAttribute"/>.</param>
    /// <param name="options">How much to try, and from which seed; null for the defaults.</param>
    /// <returns>What was checked.</returns>
    /// <exception cref="LayoutCheckException">The generated code does not do what the declaration says.</exception>
    /// <exception cref="ArgumentException">The type is no command set, or nothing was generated for it.</exception>
    public static CheckReport Run(Type set, LayoutCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        return TypedRun.Call(typeof(CommandSetCheck), nameof(Run), set, options);
    }
}
