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

    private static Dictionary<string, string> Asked => new() { ["build_property.DeclIommuLockAssertions"] = "true" };

    [Fact]
    public void A_member_called_without_its_lock_asserts_at_run_time()
    {
        object counter = Activator.CreateInstance(Build(Source).GetType("Counter")!)!;
        Invoke(counter, "Good");
        Assert.Contains("'Increment' requires '_gate'", Assert.ThrowsAny<Exception>(() => Invoke(counter, "Bad")).ToString(), StringComparison.Ordinal);
        Assert.Contains("'Other' requires '_other'", Assert.ThrowsAny<Exception>(() => Invoke(counter, "BadOther")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Excluded_locks_static_members_overloads_and_guards_are_asserted()
    {
        const string source = """
            using System.Threading;
            using DeclIommu.Contracts;
            public partial class Table
            {
                private readonly object _a = new();
                private readonly ReaderWriterLockSlim _b = new();
                private static readonly Lock s_gate = new();
                [GuardedByAny(nameof(_a), nameof(_b))] private int _any;
                [ExcludesLock(nameof(_a))] private void Outside() => AssertLocks();
                [RequiresLock(nameof(s_gate))] private static void Shared() => AssertStaticLocks();
                [RequiresLock(nameof(_a))] private void Twice(int i) => AssertLocks();
                private void Twice() { AssertLocks(); lock (_a) { Twice(1); } }
                [RequiresLock] private void Self() => AssertLocks();
                private int Both { [RequiresSharedLock(nameof(_b))] get { AssertLocks(); return _any; } [RequiresSharedLock(nameof(_b))] set { AssertLocks(); } }

                public void Good()
                {
                    Outside();
                    Twice();
                    lock (s_gate) Shared();
                    lock (this) Self();
                    _b.EnterReadLock(); AssertLocks(nameof(_any)); Both = Both; _b.ExitReadLock();
                    lock (_a) AssertLocks(nameof(_any));
                }

                public void OutsideInside() { lock (_a) Outside(); }
                public void SharedFree() => Shared();
                public void SelfFree() => Self();
                public void AnyFree() => AssertLocks(nameof(_any));
                public void BothFree() => _ = Both;
            }
            """;
        object table = Activator.CreateInstance(Build(source).GetType("Table")!)!;
        Invoke(table, "Good");
        Fails("OutsideInside", "'Outside' excludes '_a', which is held.");
        Fails("SharedFree", "'Shared' requires 's_gate' to be held.");
        Fails("SelfFree", "'Self' requires 'this' to be held.");
        Fails("AnyFree", "'_any' requires '_a', '_b' to be held.");
        Fails("BothFree", "'Both' requires '_b' to be held.");

        void Fails(string method, string message) => Assert.Contains(message, Assert.ThrowsAny<Exception>(() => Invoke(table, method)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_generated_unless_asked_for()
        => Assert.Empty(Run(new Dictionary<string, string>(), Source).GetRunResult().GeneratedTrees);

    [Fact]
    public void A_property_whose_accessors_are_not_written_yet_asks_for_nothing()
        => Assert.Single(Run(Asked, Source.Replace("private int _count;", "private int _count; public int Unfinished { }", StringComparison.Ordinal)).GetRunResult().GeneratedTrees);

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

    private static Assembly Build(string source)
    {
        Compilation compilation = Compile(source);
        Run(Asked, source).RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _, TestContext.Current.CancellationToken);
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = generated.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return Assembly.Load(image.ToArray());
    }

    // As in a debug build: assertions are calls that only DEBUG keeps.
    private static Compilation Compile(string source)
    {
        Compilation compilation = AnalyzerRun.Compile(source, NullableContextOptions.Enable);
        SyntaxTree tree = compilation.SyntaxTrees.First();
        CSharpParseOptions debug = ((CSharpParseOptions)tree.Options).WithPreprocessorSymbols("DEBUG");
        return compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(source, debug, cancellationToken: TestContext.Current.CancellationToken));
    }

    private static GeneratorDriver Run(Dictionary<string, string> options, string source)
    {
        Compilation compilation = Compile(source);
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
