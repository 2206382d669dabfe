using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>Calls the generic form of a check for a type known at run time only.</summary>
internal static class TypedRun
{
    public static CheckReport Call(Type check, string method, Type subject, object? options)
    {
        if (!subject.IsValueType)
        {
            throw new ArgumentException($"{subject.FullName} is no struct.", nameof(subject));
        }

        MethodInfo generic = check.GetMethods().Single(candidate => candidate.Name == method && candidate.IsGenericMethodDefinition);
        return (CheckReport)generic.MakeGenericMethod(subject).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [options], null)!;
    }
}
