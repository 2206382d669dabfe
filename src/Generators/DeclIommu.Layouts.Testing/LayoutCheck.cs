using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>Checks the code generated for a layout against a bit-by-bit reference of its declaration.</summary>
/// <remarks>
/// Every setter at every edge value, with all neighbours zero and with all neighbours one; every getter, <c>Read</c>, <c>Write</c>, <c>TryRead</c>,
/// <c>AsRef</c>, <c>FromRaw</c> and <c>ToRaw</c> on random bytes; refused values, indexes and spans; constants, <c>TryValidate</c>, the table of fields,
/// equality, text, differences and publication. Deterministic for a seed. Safe to call from several threads.
/// </remarks>
public static class LayoutCheck
{
    /// <summary>Checks one layout.</summary>
    /// <typeparam name="T">A struct with a <see cref="LayoutAttribute"/>.</typeparam>
    /// <param name="options">How much to try, and from which seed; null for the defaults.</param>
    /// <returns>What was checked.</returns>
    /// <exception cref="LayoutCheckException">The generated code does not do what the declaration says.</exception>
    /// <exception cref="ArgumentException">The type is no layout, or nothing was generated for it.</exception>
    public static CheckReport Run<T>(LayoutCheckOptions? options = null)
        where T : struct
    {
        options ??= new LayoutCheckOptions();
        LayoutReference layout = LayoutReference.Of<T>();
        var subject = (LayoutSubject<T>)LayoutSubject.Of(typeof(T));
        var scope = new CheckScope(typeof(T), options.Seed);
        BitImage[] images = [.. ImageSource.Of(layout, scope.Random, options.Images)];
        new ImageCheck<T>(scope, layout, subject).Run(images);
        new SpanCheck<T>(scope, layout, subject).Run();
        new SetterCheck(scope, layout, subject, options).Run();
        new RefusalCheck(scope, layout, subject).Run();
        new DeclarationCheck<T>(scope, layout, subject).Run();
        new ValidationCheck(scope, layout, subject).Run(images, validImages: layout.SizeInBits > 1024 ? 1 : 2);
        new CapabilityCheck<T>(scope, layout, options).Run(images);
        new EqualityCheck<T>(scope, layout, subject).Run(images);
        new TextCheck<T>(scope, layout, subject).Run(images);
        new DifferenceCheck<T>(scope, layout, subject).Run(images);
        new PublicationCheck<T>(scope, layout, subject).Run(images);
        return scope.Report;
    }

    /// <summary>Checks one layout known by its type.</summary>
    /// <param name="layout">A struct with a <see cref="LayoutAttribute"/>.</param>
    /// <param name="options">How much to try, and from which seed; null for the defaults.</param>
    /// <returns>What was checked.</returns>
    /// <exception cref="LayoutCheckException">The generated code does not do what the declaration says.</exception>
    /// <exception cref="ArgumentException">The type is no layout, or nothing was generated for it.</exception>
    public static CheckReport Run(Type layout, LayoutCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return TypedRun.Call(typeof(LayoutCheck), nameof(Run), layout, options);
    }

    /// <summary>The layouts that an assembly declares, nested and internal ones included.</summary>
    /// <param name="assembly">The assembly to look through.</param>
    public static IEnumerable<Type> LayoutsOf(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return ImpliedOpcode.TypesOf(assembly).Where(static type => type.IsDefined(typeof(LayoutAttribute), inherit: false));
    }
}
