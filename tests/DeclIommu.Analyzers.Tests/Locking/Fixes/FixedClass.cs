namespace DeclIommu.Analyzers.Tests.Locking.Fixes;

/// <summary>Sources with a class that has a lock and what it guards.</summary>
internal static class FixedClass
{
    /// <summary>What stands before the class.</summary>
    public const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing System.Threading;\nusing System.Threading.Tasks;\nusing DeclIommu.Contracts;\n\n";

    /// <summary>A class with an object as its lock.</summary>
    /// <param name="members">Its other members.</param>
    public static string With(string members) => With("object _gate = new();", members);

    /// <summary>A class with another lock.</summary>
    /// <param name="lock">The declaration of the lock, without modifiers that every field has.</param>
    /// <param name="members">Its other members.</param>
    public static string With(string @lock, string members)
        => Usings + "class Counter\n{\n    private " + (@lock.StartsWith("SpinLock", StringComparison.Ordinal) ? "" : "readonly ") + @lock
            + "\n    [GuardedBy(nameof(_gate))] private int _x;\n    [GuardedBy(nameof(_gate))] private int _y;\n\n    "
            + members.ReplaceLineEndings("\n").Replace("\n", "\n    ", StringComparison.Ordinal).Replace("\n    \n", "\n\n", StringComparison.Ordinal) + "\n}\n";
}
