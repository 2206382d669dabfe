namespace DeclIommu.Layouts.Testing;

/// <summary>One run over one type: counts comparisons and words the first disagreement.</summary>
internal sealed class CheckScope(Type subject, int seed)
{
    private readonly List<string> _notCompared = [];

    public long Comparisons { get; private set; }

    public Random Random { get; } = new(seed);

    public int Seed => seed;

    public CheckReport Report => new(subject, Comparisons, [.. _notCompared]);

    public void LeaveOut(string what) => _notCompared.Add(what);

    /// <summary>Compares bytes; the words are made only for a failure.</summary>
    public void SameBytes(string member, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, Func<string> situation)
    {
        Comparisons++;
        if (!expected.SequenceEqual(actual))
        {
            throw Failure(member, situation(), Words.OfBytes(expected), Words.OfBytes(actual));
        }
    }

    /// <summary>Compares values; the words are made only for a failure.</summary>
    public void Same<TValue>(string member, TValue expected, TValue actual, Func<string> situation)
    {
        Comparisons++;
        if (!EqualityComparer<TValue>.Default.Equals(expected, actual))
        {
            throw Failure(member, situation(), Words.Of(expected), Words.Of(actual));
        }
    }

    /// <summary>Demands something; the words are made only for a failure.</summary>
    public void Holds(string member, bool condition, Func<string> situation, string expected, Func<string> actual)
    {
        Comparisons++;
        if (!condition)
        {
            throw Failure(member, situation(), expected, actual());
        }
    }

    /// <summary>Runs generated code that must not throw.</summary>
    public TResult Run<TResult>(string member, Func<TResult> action, Func<string> situation)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is not LayoutCheckException)
        {
            throw Failure(member, situation(), "no exception", $"{error.GetType().Name}: {error.Message}", error);
        }
    }

    /// <summary>Runs generated code that must throw; gives what it threw.</summary>
    public TException Refused<TException>(string member, Action action, Func<string> situation)
        where TException : Exception
    {
        Comparisons++;
        try
        {
            action();
        }
        catch (TException error)
        {
            return error;
        }
        catch (Exception error) when (error is not LayoutCheckException)
        {
            throw Failure(member, situation(), typeof(TException).Name, $"{error.GetType().Name}: {error.Message}", error);
        }

        throw Failure(member, situation(), typeof(TException).Name, "no exception");
    }

    public LayoutCheckException Failure(string member, string situation, string expected, string actual, Exception? error = null) =>
        new(member.Length == 0 ? subject.Name : $"{subject.Name}.{member}", situation, expected, actual, seed, error);
}
