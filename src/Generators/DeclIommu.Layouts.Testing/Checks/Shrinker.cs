namespace DeclIommu.Layouts.Testing;

/// <summary>Makes a failing input as small as it can be and still fail.</summary>
internal static class Shrinker
{
    /// <summary>Runs a check on an image; if it fails, clears bit after bit as long as it still fails, and throws the failure of what is left.</summary>
    public static void Run(BitImage image, Action<BitImage> check)
    {
        if (Try(check, image) is not { } failure)
        {
            return;
        }

        BitImage smallest = image.Clone();
        for (int bit = 0; bit < smallest.Size; bit++)
        {
            if (smallest[bit])
            {
                BitImage candidate = smallest.Clone();
                candidate[bit] = false;
                if (Try(check, candidate) is { } smaller)
                {
                    (smallest, failure) = (candidate, smaller);
                }
            }
        }

        throw failure;
    }

    /// <summary>Runs a check on a sequence; if it fails, drops step after step as long as it still fails, and throws the failure of what is left.</summary>
    public static void Run<TStep>(IReadOnlyList<TStep> steps, Action<IReadOnlyList<TStep>> check)
    {
        if (Try(check, steps) is not { } failure)
        {
            return;
        }

        List<TStep> smallest = [.. steps];
        for (int i = smallest.Count - 1; i >= 0; i--)
        {
            List<TStep> candidate = [.. smallest];
            candidate.RemoveAt(i);
            if (Try(check, candidate) is { } smaller)
            {
                (smallest, failure) = (candidate, smaller);
            }
        }

        throw failure;
    }

    private static LayoutCheckException? Try<TInput>(Action<TInput> check, TInput input)
    {
        try
        {
            check(input);
            return null;
        }
        catch (LayoutCheckException failure)
        {
            return failure;
        }
    }
}
