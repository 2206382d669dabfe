namespace DeclIommu.Layouts.Testing;

/// <summary>Checks the code generated for a register bank against a bit-by-bit reference of its access policies.</summary>
/// <remarks>
/// Accesses of every width at every offset of every register, and random sequences of reads, writes, resets and changes by the device: the result, the
/// bytes and every register afterwards are what the declaration says, under the lanes of the access. A failing sequence is shortened before it is
/// reported. Accesses that would run a hook are left out, and the report says so: what a hook does is the author's. Deterministic for a seed. Safe to call from several threads.
/// </remarks>
public static class BankCheck
{
    /// <summary>Checks one register bank.</summary>
    /// <typeparam name="TBank">A struct with a <see cref="RegisterBankAttribute"/>.</typeparam>
    /// <param name="options">How much to try, and from which seed; null for the defaults.</param>
    /// <returns>What was checked.</returns>
    /// <exception cref="LayoutCheckException">The generated code does not do what the declaration says.</exception>
    /// <exception cref="ArgumentException">The type is no register bank, or nothing was generated for it.</exception>
    public static CheckReport Run<TBank>(BankCheckOptions? options = null)
        where TBank : struct
    {
        options ??= new BankCheckOptions();
        var bank = new BankReference(typeof(TBank));
        var scope = new CheckScope(typeof(TBank), options.Seed);
        foreach (ReferenceRegister register in bank.Registers.Where(static register => register.Index == 0 && (register.IsReadHooked || register.IsWriteHooked)))
        {
            scope.LeaveOut($"{register.Name}: {(register.IsReadHooked ? register.IsWriteHooked ? "accesses" : "reads" : "writes")} run a hook");
        }

        IReadOnlyList<object?> capabilities = [null];
        if (bank.Declaration.Capabilities is { } type)
        {
            capabilities = CapabilitySource.Of(type, options.Capabilities, scope.Random, 3);
        }

        for (int i = 0; i < capabilities.Count; i++)
        {
            Check<TBank>(scope, bank, capabilities[i], options, isThorough: i < 2);
        }

        return scope.Report;
    }

    /// <summary>Checks one register bank known by its type.</summary>
    /// <param name="bank">A struct with a <see cref="RegisterBankAttribute"/>.</param>
    /// <param name="options">How much to try, and from which seed; null for the defaults.</param>
    /// <returns>What was checked.</returns>
    /// <exception cref="LayoutCheckException">The generated code does not do what the declaration says.</exception>
    /// <exception cref="ArgumentException">The type is no register bank, or nothing was generated for it.</exception>
    public static CheckReport Run(Type bank, BankCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(bank);
        return TypedRun.Call(typeof(BankCheck), nameof(Run), bank, options);
    }

    private static void Check<TBank>(CheckScope scope, BankReference bank, object? capabilities, BankCheckOptions options, bool isThorough)
        where TBank : struct
    {
        var script = new BankScript(bank, scope.Random, CapabilitySource.Reader(capabilities));
        IEnumerable<IReadOnlyList<BankStep>> sequences = Enumerable.Range(0, options.Sequences).Select(_ => script.Random(options.StepsPerSequence));
        foreach (IReadOnlyList<BankStep> steps in isThorough ? script.EveryReset().Concat(script.EveryLane()).Concat(sequences) : sequences)
        {
            Shrinker.Run(steps, shorter => new BankRun<TBank>(scope, bank, capabilities).Play(shorter));
        }
    }
}
