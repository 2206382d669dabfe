using System;

namespace DeclIommu.Analyzers.References;

/// <summary>Values that a guard may have: those that flags are set to, and all others.</summary>
[Flags]
internal enum GuardValues
{
    /// <summary>False, zero or null.</summary>
    Nothing = 1,

    /// <summary>True, or one.</summary>
    One = 2,
    Others = 4,
    Any = Nothing | One | Others,
}
