namespace DeclIommu.Layouts.Testing;

/// <summary>The checks of a command set, whatever its types.</summary>
internal interface ICommandSetRun
{
    /// <summary>Runs all checks, with so many random bodies an opcode.</summary>
    void Run(CheckScope scope, int images);
}
