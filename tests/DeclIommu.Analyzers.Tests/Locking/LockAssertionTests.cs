using System.Reflection;
using DeclIommu.Analyzers.RuntimeChecks;
using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>The contract at run time: generated from the same attributes.</summary>
public sealed class LockAssertionTests
{
    private const string Source = """
        using System.Threading;
        using DeclIommu.Contracts;
        public partial class Counter
        {
            private readonly object _gate = new();
            private readonly Lock _other = new();
            [GuardedBy(nameof(_gate))] private int _count;
            [RequiresLock(nameof(_gate))] private void Increment() { AssertLocks(); _count++; }
            [RequiresLock(nameof(_other))] private void Other() => AssertLocks();
            public void Good() { lock (_gate) Increment(); lock (_other) Other(); }
            public void Bad() => Increment();
            public void BadOther() => Other();
        }
        """;

    [Fact]
    public void A_member_called_without_its_lock_asserts_at_run_time()
    {
        object counter = Activator.CreateInstance(Build().GetType("Counter")!)!;
        Invoke(counter, "Good");
        Assert.Contains("'Increment' requires '_gate'", Assert.ThrowsAny<Exception>(() => Invoke(counter, "Bad")).ToString(), StringComparison.Ordinal);
        Assert.Contains("'Other' requires '_other'", Assert.ThrowsAny<Exception>(() => Invoke(counter, "BadOther")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_generated_unless_asked_for()
        => Assert.Empty(Run(new Dictionary<string, string>()).GetRunResult().GeneratedTrees);

    private static void Invoke(object target, string method)
    {
        // A failed assertion ends the process unless a listener throws.
        var listener = new ThrowingListener();
        System.Diagnostics.Trace.Listeners.Clear();
        System.Diagnostics.Trace.Listeners.Add(listener);
        try
        {
            target.GetType().GetMethod(method)!.Invoke(target, null);
        }
        finally
        {
            System.Diagnostics.Trace.Listeners.Clear();
            System.Diagnostics.Trace.Listeners.Add(new System.Diagnostics.DefaultTraceListener());
        }
    }

    private static Assembly Build()
    {
        var options = new Dictionary<string, string> { ["build_property.DeclIommuLockAssertions"] = "true" };
        Compilation compilation = Compile();
        Run(options).RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _, TestContext.Current.CancellationToken);
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = generated.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return Assembly.Load(image.ToArray());
    }

    // As in a debug build: assertions are calls that only DEBUG keeps.
    private static Compilation Compile()
    {
        Compilation compilation = AnalyzerRun.Compile(Source, NullableContextOptions.Enable);
        SyntaxTree tree = compilation.SyntaxTrees.First();
        CSharpParseOptions debug = ((CSharpParseOptions)tree.Options).WithPreprocessorSymbols("DEBUG");
        return compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(Source, debug, cancellationToken: TestContext.Current.CancellationToken));
    }

    private static GeneratorDriver Run(Dictionary<string, string> options)
    {
        Compilation compilation = Compile();
        return CSharpGeneratorDriver.Create(
                [new LockAssertionGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees.First().Options, optionsProvider: new CaseOptions(options))
            .RunGenerators(compilation, TestContext.Current.CancellationToken);
    }

    private sealed class ThrowingListener : System.Diagnostics.TraceListener
    {
        public override void Write(string? message)
        {
        }

        public override void WriteLine(string? message)
        {
        }

        public override void Fail(string? message, string? detailMessage) => throw new InvalidOperationException(message);
    }
}
