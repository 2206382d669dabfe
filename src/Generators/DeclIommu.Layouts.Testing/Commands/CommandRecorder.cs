using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>Stands in for a handler of commands, and remembers what it was called with.</summary>
/// <remarks>Not sealed: the run time derives the implementation of the handler's interface from it.</remarks>
internal class CommandRecorder : DispatchProxy
{
    public List<(string Method, object Argument)> Calls { get; } = [];

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Calls.Add((targetMethod!.Name, args![0]!));
        return null;
    }
}
