using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>The generated accessors of a field or register: of a property, an indexer, or a pair of methods.</summary>
internal sealed class FieldAccessor
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private readonly MethodInfo _getter;

    private readonly MethodInfo? _setter;

    private readonly bool _isIndexed;

    public FieldAccessor(MemberInfo member, bool isIndexed)
    {
        _isIndexed = isIndexed;
        if (member is PropertyInfo property)
        {
            _getter = property.GetGetMethod(nonPublic: true)!;
            _setter = property.GetSetMethod(nonPublic: true);
        }
        else
        {
            _getter = (MethodInfo)member;
            _setter = member.DeclaringType!.GetMethod("Set" + member.Name["Get".Length..], Declared, [typeof(int), _getter.ReturnType]);
        }
    }

    public bool CanWrite => _setter is not null;

    /// <summary>The members of a type that an attribute marks, in the order of their declaration.</summary>
    public static IEnumerable<(MemberInfo Member, Type Type)> MembersOf(Type owner, Func<MemberInfo, bool> isDeclared)
    {
        foreach (MemberInfo member in owner.GetMembers(Declared).Where(isDeclared).OrderBy(static member => member.MetadataToken))
        {
            switch (member)
            {
                case PropertyInfo property:
                    yield return (property, property.PropertyType);
                    break;
                case MethodInfo method:
                    yield return (method, method.ReturnType);
                    break;
            }
        }
    }

    /// <summary>Calls the getter on a boxed value.</summary>
    public object Get(object owner, int index) =>
        _getter.Invoke(owner, BindingFlags.DoNotWrapExceptions, null, _isIndexed ? [index] : null, null)!;

    /// <summary>Calls the setter on a boxed value, which it changes.</summary>
    public void Set(object owner, int index, object value) =>
        _setter!.Invoke(owner, BindingFlags.DoNotWrapExceptions, null, _isIndexed ? [index, value] : [value], null);
}
