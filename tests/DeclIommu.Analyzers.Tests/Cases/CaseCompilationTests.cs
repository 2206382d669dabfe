using Microsoft.CodeAnalysis;
using Xunit;

namespace DeclIommu.Analyzers.Tests.Cases;

public sealed class CaseCompilationTests
{
    [Theory]
    [InlineData("Locking")]
    [InlineData("Programs")]
    [InlineData("References")]
    public void Every_case_compiles_with_and_without_nullable(string folder)
    {
        var errors = (
            from row in CaseFile.ReadGroup(folder)
            from nullable in CaseCompiler.NullableModes
            from diagnostic in CaseCompiler.Compile(row, nullable).GetDiagnostics(TestContext.Current.CancellationToken)
            where diagnostic.Severity == DiagnosticSeverity.Error
            select $"{row.Id} (nullable {nullable}): {diagnostic}").ToList();

        Assert.True(errors.Count == 0, string.Join(Environment.NewLine, errors));
    }
}
