namespace DeclIommu.Layouts.Testing;

/// <summary>Two values are equal if and only if they have the same bits, by every way to compare them.</summary>
internal sealed class EqualityCheck<T>(CheckScope scope, LayoutReference layout, LayoutSubject<T> subject)
    where T : struct
{
    private const int Large = 1024;

    private readonly Func<T, T, bool>? _equal = LayoutSubject<T>.Find("op_Equality")?.CreateDelegate<Func<T, T, bool>>();

    private readonly Func<T, T, bool>? _unequal = LayoutSubject<T>.Find("op_Inequality")?.CreateDelegate<Func<T, T, bool>>();

    public void Run(IReadOnlyList<BitImage> images)
    {
        scope.Holds(string.Empty, _equal is not null && _unequal is not null, static () => "operators", "== and !=", static () => "one is missing");
        scope.Holds(string.Empty, default(T) is IEquatable<T>, static () => "equality", "IEquatable of itself", static () => "not implemented");
        var hashes = new HashSet<int>();
        foreach (BitImage image in images)
        {
            byte[] bytes = image.ToBytes(layout.ByteOrder);
            Compare(bytes, bytes, true);
            hashes.Add(subject.ReadBytes(bytes).GetHashCode());
        }

        scope.Holds("GetHashCode", hashes.Count > images.Count / 8 || layout.SizeInBits <= 8, () => $"{images.Count} values", "many hash codes", () => $"{hashes.Count}");
        foreach (BitImage image in images.Take(layout.SizeInBits > Large ? 1 : 3))
        {
            byte[] bytes = image.ToBytes(layout.ByteOrder);
            for (int bit = 0; bit < layout.SizeInBits; bit++)
            {
                BitImage other = image.Clone();
                other[bit] = !other[bit];
                Compare(bytes, other.ToBytes(layout.ByteOrder), false);
            }
        }
    }

    private void Compare(byte[] left, byte[] right, bool expected)
    {
        T a = subject.ReadBytes(left);
        T b = subject.ReadBytes(right);
        string Situation() => $"compared {Words.OfBytes(left)} and {Words.OfBytes(right)}";
        scope.Same("Equals", expected, ((IEquatable<T>)a).Equals(b), Situation);
        scope.Same("Equals", expected, a.Equals((object)b), () => Situation() + " as objects");
        scope.Same("operator ==", expected, _equal!(a, b), Situation);
        scope.Same("operator !=", !expected, _unequal!(a, b), Situation);
        if (expected)
        {
            scope.Same("GetHashCode", a.GetHashCode(), b.GetHashCode(), Situation);
        }
    }
}
