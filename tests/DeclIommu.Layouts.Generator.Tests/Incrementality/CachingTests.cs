using DeclIommu.Layouts.Generator.Primitives;
using DeclIommu.Layouts.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Layouts.Generator.Tests.Incrementality;

public sealed class CachingTests
{
    private static readonly string[] Stages = [StageNames.CommandFamilies, StageNames.Layouts, StageNames.CommandSets, StageNames.Banks, StageNames.BankHooks];

    [Fact]
    public void An_unrelated_edit_leaves_every_step_cached()
    {
        GeneratorRun edited = GeneratorRun.Of(Declarations.Commands + Declarations.Bank.Replace("namespace Sample;", string.Empty, StringComparison.Ordinal)).WithEdit(static input =>
            input.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Unrelated;", (CSharpParseOptions)input.SyntaxTrees[0].Options, cancellationToken: TestContext.Current.CancellationToken)));

        foreach (string stage in Stages)
        {
            Assert.All(
                edited.Result.TrackedSteps[stage].SelectMany(static step => step.Outputs),
                static output => Assert.True(output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, output.Reason.ToString()));
        }

        Assert.All(
            edited.Result.TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static step => step.Outputs),
            static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void A_line_inserted_above_a_declaration_leaves_its_output_cached()
    {
        GeneratorRun edited = GeneratorRun.Of(Declarations.Entry).WithEdit(static input => Replace(input, "namespace Sample;", "namespace Sample;\n\n"));
        Assert.All(
            edited.Result.TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static step => step.Outputs),
            static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void A_moved_field_is_generated_anew()
    {
        GeneratorRun edited = GeneratorRun.Of(Declarations.Entry).WithEdit(static input => Replace(input, "[Bit(0)]", "[Bit(1)]"));
        Assert.Contains(
            edited.Result.TrackedSteps[StageNames.Layouts].SelectMany(static step => step.Outputs),
            static output => output.Reason == IncrementalStepRunReason.Modified);
        Assert.Contains("0x2UL", edited.Result.GeneratedSources.Single().SourceText.ToString());
    }

    [Fact]
    public void An_edit_in_a_layout_leaves_the_hooks_of_its_bank_cached()
    {
        GeneratorRun edited = GeneratorRun.Of(Declarations.Bank).WithEdit(static input => Replace(input, "[Bits(23, 16)", "[Bits(24, 17)"));
        Assert.Equal(IncrementalStepRunReason.Modified, Reason(edited, StageNames.Banks));
        Assert.Equal(IncrementalStepRunReason.Unchanged, Reason(edited, StageNames.BankHooks));
    }

    [Fact]
    public void An_unrelated_edit_leaves_the_faults_of_a_declaration_cached()
    {
        GeneratorRun edited = GeneratorRun.Of(Declarations.Entry.Replace("[Bit(0)]", "[Bit(4000)]", StringComparison.Ordinal)).WithEdit(static input =>
            input.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Unrelated;", (CSharpParseOptions)input.SyntaxTrees[0].Options, cancellationToken: TestContext.Current.CancellationToken)));
        Assert.Contains(edited.Result.Diagnostics, static fault => fault.Severity == DiagnosticSeverity.Error);
        Assert.NotEmpty(edited.Result.TrackedOutputSteps);
        Assert.All(
            edited.Result.TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static step => step.Outputs),
            static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void A_hook_in_another_file_is_called_from_then_on()
    {
        GeneratorRun before = GeneratorRun.Of(Declarations.Bank);
        GeneratorRun after = before.WithEdit(static input => input.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            "namespace Sample; partial struct Device { partial void OnDoorWritten(sbyte before, sbyte after) => _written++; }",
            (CSharpParseOptions)input.SyntaxTrees[0].Options,
            cancellationToken: TestContext.Current.CancellationToken)));
        Assert.DoesNotContain("OnDoorWritten(valueBefore", Device(before), StringComparison.Ordinal);
        Assert.Contains("OnDoorWritten(valueBefore", Device(after), StringComparison.Ordinal);
        Assert.Empty(after.CompilerFaults);
    }

    private static IncrementalStepRunReason Reason(GeneratorRun run, string stage) => run.Result.TrackedSteps[stage].Single().Outputs.Single().Reason;

    private static string Device(GeneratorRun run) =>
        run.Result.GeneratedSources.Single(static source => source.HintName == "Sample.Device.g.cs").SourceText.ToString();

    private static CSharpCompilation Replace(CSharpCompilation input, string old, string text)
    {
        SyntaxTree tree = input.SyntaxTrees.Single(static tree => tree.FilePath == "Declared.cs");
        string changed = tree.ToString().Replace(old, text, StringComparison.Ordinal);
        return input.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(changed, (CSharpParseOptions)tree.Options, tree.FilePath, cancellationToken: TestContext.Current.CancellationToken));
    }
}
