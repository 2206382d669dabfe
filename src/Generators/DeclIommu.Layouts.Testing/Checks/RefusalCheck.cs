using System.Globalization;
using System.Numerics;

namespace DeclIommu.Layouts.Testing;

/// <summary>A setter refuses what does not fit, names it, and leaves every bit alone; an index outside is refused.</summary>
internal sealed class RefusalCheck(CheckScope scope, LayoutReference layout, LayoutSubject subject)
{
    public void Run()
    {
        foreach (ReferenceField field in layout.Fields)
        {
            if (field.IsRepeated)
            {
                CheckIndex(field);
            }

            if (field.Accessor.CanWrite)
            {
                foreach (int element in new HashSet<int> { 0, field.Count - 1 })
                {
                    CheckRange(field, element);
                    CheckScale(field, element);
                }
            }
        }
    }

    private void CheckIndex(ReferenceField field)
    {
        foreach (int index in (int[])[-1, field.Count, int.MaxValue, int.MinValue])
        {
            Refuse<ArgumentOutOfRangeException>(field, index, target => field.Accessor.Get(target, index), $"get element {index} of {field.Count}");
            if (field.Accessor.CanWrite && field.Codec.TryToObject(BigInteger.Zero, out object? zero))
            {
                Refuse<ArgumentOutOfRangeException>(field, index, target => field.Accessor.Set(target, index, zero), $"set element {index} of {field.Count}");
            }
        }
    }

    private void CheckRange(ReferenceField field, int element)
    {
        BigInteger step = BigInteger.Pow(2, field.Shift);
        BigInteger lowest = field.Codec.Minimum / step * step;
        BigInteger highest = field.Codec.Maximum / step * step;
        var tooSmall = new HashSet<BigInteger> { field.Minimum - step, (field.Minimum * 2) - step, lowest };
        var tooLarge = new HashSet<BigInteger> { field.Maximum + step, (field.Maximum * 2) + (step * 2), highest };
        for (BigInteger value = (field.Maximum + step) * 2; value <= highest; value *= 2)
        {
            tooLarge.Add(value);
        }

        foreach (BigInteger value in tooSmall.Where(value => value < field.Minimum).Concat(tooLarge.Where(value => value > field.Maximum)))
        {
            if (value >= lowest && value <= highest && field.Codec.TryToObject(value, out object? argument))
            {
                ArgumentOutOfRangeException? error = Refuse<ArgumentOutOfRangeException>(
                    field, element, target => field.Accessor.Set(target, element, argument), $"set to {field.Codec.Describe(value)}, which does not fit");
                CheckWords(field, element, value, error);
            }
        }
    }

    private void CheckScale(ReferenceField field, int element)
    {
        for (int bit = 0; bit < field.Shift; bit++)
        {
            foreach (BigInteger above in (BigInteger[])[0, field.Maximum])
            {
                BigInteger value = above + BigInteger.Pow(2, bit);
                if (value <= field.Codec.Maximum && field.Codec.TryToObject(value, out object? argument))
                {
                    ArgumentException error = Refuse<ArgumentException>(
                        field, element, target => field.Accessor.Set(target, element, argument), $"set to {field.Codec.Describe(value)}, which is not a multiple of 2^{field.Shift}");
                    scope.Holds(field.PlaceOf(element), error.Message.Contains(field.Name, StringComparison.Ordinal), () => "refused", "a message with the name of the field", () => error.Message);
                }
            }
        }
    }

    private TException Refuse<TException>(ReferenceField field, int element, Action<object> action, string situation)
        where TException : ArgumentException
    {
        string place = element >= 0 && element < field.Count ? field.PlaceOf(element) : field.Name;
        TException? error = null;
        foreach (bool background in (bool[])[false, true])
        {
            byte[] before = BitImage.Filled(layout.SizeInBits, background).ToBytes(layout.ByteOrder);
            object target = subject.Read(before);
            string Situation() => $"{situation}, over {(background ? "ones" : "zeros")}";
            error = scope.Refused<TException>(place, () => action(target), Situation);
            scope.SameBytes(place, before, subject.Write(target), () => Situation() + ", must change nothing");
        }

        return error!;
    }

    private void CheckWords(ReferenceField field, int element, BigInteger value, ArgumentOutOfRangeException error)
    {
        string digits = BigInteger.Abs(value).ToString("X", CultureInfo.InvariantCulture).TrimStart('0');
        bool namesValue = error.Message.Contains(digits, StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains(value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        bool namesField = error.Message.Contains(field.Name, StringComparison.Ordinal);
        bool namesWidth = error.Message.Contains(field.Width.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        scope.Holds(
            field.PlaceOf(element),
            namesValue && namesField && namesWidth,
            () => $"refused {field.Codec.Describe(value)}",
            "a message with field, value and width",
            () => error.Message);
    }
}
