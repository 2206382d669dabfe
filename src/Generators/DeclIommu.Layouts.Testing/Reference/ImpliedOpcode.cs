using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>The opcode of a command whose layout does not declare it: it lies where the command set has its discriminator.</summary>
internal sealed record ImpliedOpcode(string Name, IReadOnlyList<int> Bits, ulong Value)
{
    /// <summary>The implied opcode of a layout; null if it is no command, or declares those bits itself.</summary>
    public static ImpliedOpcode? Find(Type layout, IReadOnlySet<int> declared)
    {
        if (layout.GetCustomAttribute<CommandAttribute>() is not { } command)
        {
            return null;
        }

        if (SetOf(layout) is not { } set)
        {
            return null;
        }

        ReferenceField discriminator = DiscriminatorOf(set);
        return discriminator.BitsOf().Any(declared.Contains) ? null : new ImpliedOpcode(discriminator.Name, discriminator.BitsOf(), command.Opcode);
    }

    /// <summary>The command set that a layout is a member of; null if it is of none.</summary>
    public static Type? SetOf(Type layout) => TypesOf(layout.Assembly).FirstOrDefault(candidate =>
        candidate.GetCustomAttribute<CommandSetAttribute>() is { } family && family.Commands.Contains(layout));

    /// <summary>The field of a command set that tells its commands apart.</summary>
    public static ReferenceField DiscriminatorOf(Type set) =>
        FieldAccessor.MembersOf(set, static member => member.IsDefined(typeof(DiscriminatorAttribute)))
            .Select(static found => new ReferenceField(found.Member, found.Type)).FirstOrDefault()
        ?? throw new ArgumentException($"{set.FullName} has no field marked Discriminator.", nameof(set));

    /// <summary>The types of an assembly that can be loaded.</summary>
    public static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            return error.Types.OfType<Type>();
        }
    }
}
