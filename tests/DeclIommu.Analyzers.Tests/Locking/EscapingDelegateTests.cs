using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>DIL0019: a delegate that requires a lock goes only where its type says so.</summary>
public sealed class EscapingDelegateTests
{
    private const string Head = """
        [RequiresLock("Table.Gate")] delegate void Locked();
        static class Table { public static readonly object Gate = new(); [GuardedBy("Gate")] public static int X; }

        """;

    [Fact]
    public Task A_lambda_with_a_contract_is_not_passed_as_a_plain_delegate() => AnalyzerRun.VerifyAsync(Head + """
        class C
        {
            Action _kept;
            static void Run(Action action) => action();
            void Argument() => Run({|DIL0019:[RequiresLock("Table.Gate")] () => Table.X = 1|});
            void Field() => _kept = {|DIL0019:[RequiresLock("Table.Gate")] () => Table.X = 1|};
            Action Returned() => {|DIL0019:[RequiresLock("Table.Gate")] () => Table.X = 1|};
        }
        """);

    [Fact]
    public Task A_delegate_type_with_the_contract_carries_it() => AnalyzerRun.VerifyAsync(Head + """
        class C
        {
            Locked _kept;
            static void Run(Locked action) { lock (Table.Gate) action(); }
            void Argument() => Run([RequiresLock("Table.Gate")] () => Table.X = 1);
            void Field() => _kept = [RequiresLock("Table.Gate")] () => Table.X = 1;
            void Invoke() { {|DIL0004:_kept()|}; lock (Table.Gate) _kept(); }
        }
        """);

    [Fact]
    public Task A_lambda_that_stays_in_the_method_keeps_its_contract() => AnalyzerRun.VerifyAsync(Head + """
        class C
        {
            static void Now([InvokedImmediately] Action action) => action();
            void Local() { var f = [RequiresLock("Table.Gate")] () => Table.X = 1; lock (Table.Gate) f(); {|DIL0004:f()|}; }
            void Immediate() { lock (Table.Gate) Now([RequiresLock("Table.Gate")] () => Table.X = 1); }
        }
        """);

    [Fact]
    public Task A_method_that_requires_a_lock_is_not_handed_over_by_name() => AnalyzerRun.VerifyAsync(Head + """
        class C
        {
            [RequiresLock("Table.Gate")] static void Work() => Table.X = 1;
            static void Run(Action action) => action();
            void Argument() { Run({|DIL0004:Work|}); }
            Locked Typed() => Work;
            void Listed(List<int> list) { lock (Table.Gate) list.ForEach(i => Work()); }
        }
        """);

    [Fact]
    public Task A_lambda_without_a_contract_runs_under_no_lock() => AnalyzerRun.VerifyAsync(Head + """
        class C
        {
            event Action Raised;
            void M() { lock (Table.Gate) { Raised += () => {|DIL0002:Table.X|} = 1; } }
            Task Later() { lock (Table.Gate) { return Task.Run(() => { lock (Table.Gate) Table.X = 1; }); } }
        }
        """);
}
