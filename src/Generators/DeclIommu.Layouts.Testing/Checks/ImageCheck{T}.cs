using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DeclIommu.Layouts.Testing;

/// <summary>Whole values: getters give what the reference decodes, and every way in and out keeps every bit.</summary>
internal sealed class ImageCheck<T>(CheckScope scope, LayoutReference layout, LayoutSubject<T> subject)
    where T : struct
{
    private readonly MethodInfo? _fromRaw = LayoutSubject<T>.Find("FromRaw");

    private readonly MethodInfo? _toRaw = LayoutSubject<T>.Find("ToRaw");

    public void Run(IEnumerable<BitImage> images)
    {
        scope.Same(string.Empty, layout.SizeInBytes, subject.SizeInBytes, static () => "SizeInBytes");
        scope.Same(string.Empty, layout.SizeInBytes, Unsafe.SizeOf<T>(), static () => "its own storage in bytes");
        scope.Holds(
            string.Empty, layout.SizeInBits > 128 || (_fromRaw is not null && _toRaw is not null), static () => "a layout of up to 128 bits", "FromRaw and ToRaw", static () => "one is missing");
        foreach (BitImage image in images)
        {
            Shrinker.Run(image, Check);
        }
    }

    private void Check(BitImage image)
    {
        byte[] bytes = image.ToBytes(layout.ByteOrder);
        string Situation() => $"read from {Words.OfBytes(bytes)}";
        CheckGetters(image, subject.Read(bytes), Situation);
        T value = scope.Run(string.Empty, () => subject.ReadBytes(bytes), Situation);
        scope.SameBytes(string.Empty, bytes, subject.Write(value), () => Situation() + " and written");
        CheckSpans(bytes, Situation);
        if (_fromRaw is not null && _toRaw is not null)
        {
            CheckRaw(image, value, Situation);
        }
    }

    private void CheckGetters(BitImage image, object value, Func<string> situation)
    {
        foreach (ReferenceField field in layout.Fields)
        {
            for (int element = 0; element < field.Count; element++)
            {
                BigInteger expected = field.Get(image, element);
                if (field.Codec.TryToObject(expected, out object? wrapped))
                {
                    int index = element;
                    BigInteger actual = scope.Run(field.PlaceOf(index), () => field.Codec.ToNumber(field.Accessor.Get(value, index)), situation);
                    scope.Same(field.PlaceOf(index), field.Codec.ToNumber(wrapped), actual, situation);
                }
            }
        }

        scope.SameBytes(string.Empty, image.ToBytes(layout.ByteOrder), subject.Write(value), () => situation() + ", all getters called, must change nothing");
    }

    private void CheckSpans(byte[] bytes, Func<string> situation)
    {
        // One byte before and some after: nothing outside the value may be touched, and any alignment is good.
        byte[] room = new byte[bytes.Length + 4];
        Array.Fill(room, (byte)0xA5);
        byte[] expected = [.. room];
        bytes.CopyTo(expected, 1);
        T value = subject.ReadBytes(bytes);
        subject.WriteBytes(ref value, room.AsSpan(1));
        scope.SameBytes(string.Empty, expected, room, () => situation() + " and written into the middle of a longer span");
        scope.SameBytes(string.Empty, bytes, subject.Write(subject.ReadBytes(room.AsSpan(1))), () => situation() + ", from a longer span");
        scope.Holds(string.Empty, subject.TryReadBytes(room.AsSpan(1), out T tried), () => situation() + " by TryRead", "true", static () => "false");
        scope.SameBytes(string.Empty, bytes, subject.Write(tried), () => situation() + " by TryRead");

        ref T overlay = ref subject.AsRef(room.AsSpan(1));
        scope.SameBytes(string.Empty, bytes, subject.Write(overlay), () => situation() + " through AsRef(Span<byte>)");
        scope.SameBytes(string.Empty, bytes, subject.Write(subject.AsReadOnlyRef(room.AsSpan(1))), () => situation() + " through AsRef(ReadOnlySpan<byte>)");
        byte[] exact = new byte[bytes.Length];
        subject.AsRefOfArray(exact) = value;
        scope.SameBytes(string.Empty, bytes, exact, () => situation() + " and stored through AsRef(byte[])");
        overlay = default;
        expected.AsSpan(1, bytes.Length).Clear();
        scope.SameBytes(string.Empty, expected, room, () => situation() + " and cleared through AsRef(Span<byte>)");
    }

    private void CheckRaw(BitImage image, T value, Func<string> situation)
    {
        BigInteger number = image.ToNumber();
        ValueCodec raw = ValueCodec.Of(_toRaw!.ReturnType);
        object actual = _toRaw.Invoke(value, BindingFlags.DoNotWrapExceptions, null, null, null)!;
        scope.Same(string.Empty, number, raw.ToNumber(actual), () => situation() + ", ToRaw");
        object back = scope.Run(string.Empty, () => _fromRaw!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [raw.ToObject(number)], null)!, situation);
        scope.SameBytes(string.Empty, image.ToBytes(layout.ByteOrder), subject.Write(back), () => situation() + ", FromRaw of that number");
    }
}
