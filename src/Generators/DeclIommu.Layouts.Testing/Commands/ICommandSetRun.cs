namespace DeclIommu.Layouts.Testing;

/// <summary>The checks of a command set, whatever its types.</summary>
internal interface ICommandSetRun
{
    /// <summary>Runs all checks, with so many random bodies an opcode, for the capabilities that are given or, if there are none, for some of every kind.</summary>
    void Run(CheckScope scope, IReadOnlyList<object> capabilities, int images);
}
