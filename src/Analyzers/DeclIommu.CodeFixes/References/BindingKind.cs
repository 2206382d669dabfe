namespace DeclIommu.CodeFixes.References;

/// <summary>When a variable holds the reference.</summary>
internal enum BindingKind
{
    /// <summary>From the statement on that gives it the reference.</summary>
    Following,

    /// <summary>It is null first, and gets the reference somewhere in the statements that follow its declaration.</summary>
    Later,

    /// <summary>Where a test says that it has one: in what the <c>if</c> guards, or after it.</summary>
    Test,
}
