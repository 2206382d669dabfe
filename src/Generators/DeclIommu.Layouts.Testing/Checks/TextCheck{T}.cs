using System.Globalization;
using System.Numerics;

namespace DeclIommu.Layouts.Testing;

/// <summary>The text names every field, tells values apart, and fits a span or is refused whole.</summary>
internal sealed class TextCheck<T>(CheckScope scope, LayoutReference layout, LayoutSubject<T> subject)
    where T : struct
{
    public void Run(IReadOnlyList<BitImage> images)
    {
        scope.Holds("ToString", default(T) is ISpanFormattable, static () => "text", "ISpanFormattable", static () => "not implemented");
        foreach (BitImage image in images.Take(8))
        {
            CheckText(image);
        }

        foreach (ReferenceField field in layout.Fields.Where(static field => field.Codec is BooleanCodec or IntegerCodec))
        {
            CheckTellsApart(field, images[0]);
        }
    }

    private void CheckText(BitImage image)
    {
        byte[] bytes = image.ToBytes(layout.ByteOrder);
        string Situation() => $"text of {Words.OfBytes(bytes)}";
        T value = subject.ReadBytes(bytes);
        string text = scope.Run("ToString", () => value.ToString()!, Situation);
        foreach (ReferenceField field in layout.Fields)
        {
            scope.Holds("ToString", text.Contains(field.Name + " = ", StringComparison.Ordinal), Situation, $"{field.Name} = …", () => text);
        }

        var formattable = (ISpanFormattable)value;
        scope.Same("ToString", text, formattable.ToString(null, CultureInfo.InvariantCulture), Situation);
        for (int length = 0; length <= text.Length + 2; length += length < text.Length - 3 ? Math.Max(1, text.Length / 16) : 1)
        {
            CheckSpan(formattable, text, length, Situation);
        }
    }

    private void CheckSpan(ISpanFormattable value, string text, int length, Func<string> situation)
    {
        char[] room = new char[length + 1];
        Array.Fill(room, '\uFFFF');
        int written = 0;
        bool fits = scope.Run("TryFormat", () => value.TryFormat(room.AsSpan(0, length), out written, default, CultureInfo.InvariantCulture), situation);
        scope.Same("TryFormat", length >= text.Length, fits, () => $"{situation()} into {length} of {text.Length} characters");
        scope.Same("TryFormat", fits ? text.Length : 0, written, () => $"{situation()} into {length} of {text.Length} characters, number written");
        scope.Same("TryFormat", '\uFFFF', room[length], () => $"{situation()} into {length} characters, the one behind");
        if (fits)
        {
            scope.Same("TryFormat", text, new string(room, 0, written), situation);
        }
    }

    private void CheckTellsApart(ReferenceField field, BitImage image)
    {
        for (int element = 0; element < field.Count; element++)
        {
            BitImage other = image.Clone();
            other.Put(field.BitsOf(element), BigInteger.Pow(2, field.Width) - 1 - image.Take(field.BitsOf(element)));
            string before = subject.ReadBytes(image.ToBytes(layout.ByteOrder)).ToString()!;
            string after = subject.ReadBytes(other.ToBytes(layout.ByteOrder)).ToString()!;
            scope.Holds(field.PlaceOf(element), before != after, static () => "two values as text", "different texts", () => after);
        }
    }
}
