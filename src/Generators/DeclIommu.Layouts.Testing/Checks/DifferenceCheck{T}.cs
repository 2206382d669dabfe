using System.Numerics;
using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>The difference of two values names the fields that differ and no others, and fits a span or is refused whole.</summary>
internal sealed class DifferenceCheck<T>(CheckScope scope, LayoutReference layout, LayoutSubject<T> subject)
    where T : struct
{
    private readonly DifferenceOf _difference = LayoutSubject<T>.Find("Difference")!.CreateDelegate<DifferenceOf>();

    private readonly TryFormat _tryFormat = LayoutSubject<T>.Find("TryFormatDifference")!.CreateDelegate<TryFormat>();

    private delegate string DifferenceOf(ref T value, T before);

    private delegate bool TryFormat(ref T value, T before, Span<char> destination, out int charsWritten);

    public void Run(IReadOnlyList<BitImage> images)
    {
        for (int i = 1; i < Math.Min(images.Count, 8); i++)
        {
            Check(images[i - 1], images[i]);
            Check(images[i], images[i]);
        }

        foreach (ReferenceField field in layout.Fields)
        {
            foreach (int element in new HashSet<int> { 0, field.Count / 2, field.Count - 1 })
            {
                BitImage other = images[0].Clone();
                other.Put(field.BitsOf(element), BigInteger.Pow(2, field.Width) - 1 - other.Take(field.BitsOf(element)));
                Check(images[0], other);
            }
        }

        for (int bit = 0; bit < layout.SizeInBits; bit += layout.SizeInBits > 1024 ? 61 : 1)
        {
            BitImage other = images[0].Clone();
            other[bit] = !other[bit];
            Check(images[0], other);
        }
    }

    private void Check(BitImage before, BitImage after)
    {
        T earlier = subject.ReadBytes(before.ToBytes(layout.ByteOrder));
        T later = subject.ReadBytes(after.ToBytes(layout.ByteOrder));
        string Situation() => $"{Words.OfBytes(before.ToBytes(layout.ByteOrder))} to {Words.OfBytes(after.ToBytes(layout.ByteOrder))}";
        string text = scope.Run("Difference", () => _difference(ref later, earlier), Situation);
        string listed = ", " + text;
        bool isEmpty = true;
        foreach ((string label, IReadOnlyList<int> bits) in Places())
        {
            bool differs = before.Take(bits) != after.Take(bits);
            isEmpty &= !differs;
            scope.Holds("Difference", listed.Contains($", {label}: ", StringComparison.Ordinal) == differs, Situation, differs ? $"{label}: …" : $"nothing of {label}", () => text);
        }

        bool isReserved = Enumerable.Range(0, layout.SizeInBits).Any(bit => layout.ReservedAt(bit) is not null && before[bit] != after[bit]);
        scope.Holds("Difference", listed.EndsWith(", reserved bits", StringComparison.Ordinal) == isReserved, Situation, isReserved ? "reserved bits" : "no reserved bits", () => text);
        scope.Holds("Difference", !isEmpty || isReserved || text.Length == 0, Situation, "nothing", () => text);
        CheckSpans(later, earlier, text, Situation);
    }

    private IEnumerable<(string Label, IReadOnlyList<int> Bits)> Places()
    {
        foreach (ReferenceField field in layout.Fields)
        {
            for (int element = 0; element < field.Count; element++)
            {
                yield return (field.ElementName(element), field.BitsOf(element));
            }
        }

        if (layout.Opcode is { } opcode)
        {
            yield return (opcode.Name, opcode.Bits);
        }
    }

    private void CheckSpans(T later, T earlier, string text, Func<string> situation)
    {
        foreach (int length in new HashSet<int> { 0, text.Length / 2, Math.Max(0, text.Length - 1), text.Length, text.Length + 3 })
        {
            char[] room = new char[length + 1];
            Array.Fill(room, '\uFFFF');
            int written = 0;
            bool fits = scope.Run("TryFormatDifference", () => _tryFormat(ref later, earlier, room.AsSpan(0, length), out written), situation);
            scope.Same("TryFormatDifference", length >= text.Length, fits, () => $"{situation()} into {length} of {text.Length} characters");
            scope.Same("TryFormatDifference", fits ? text : string.Empty, new string(room, 0, written), () => $"{situation()} into {length} characters");
            scope.Same("TryFormatDifference", '\uFFFF', room[length], () => $"{situation()} into {length} characters, the one behind");
        }
    }
}
