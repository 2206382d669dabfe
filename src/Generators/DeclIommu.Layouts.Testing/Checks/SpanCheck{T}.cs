namespace DeclIommu.Layouts.Testing;

/// <summary>A span that is too short is refused, and nothing is half-written.</summary>
internal sealed class SpanCheck<T>(CheckScope scope, LayoutReference layout, LayoutSubject<T> subject)
    where T : struct
{
    public void Run()
    {
        foreach (int length in new HashSet<int> { 0, 1, layout.SizeInBytes / 2, layout.SizeInBytes - 1 }.Where(length => length < layout.SizeInBytes))
        {
            byte[] bytes = new byte[length];
            Array.Fill(bytes, (byte)0xA5);
            byte[] before = [.. bytes];
            string Situation() => $"{length} bytes";
            T ones = subject.ReadBytes(BitImage.Filled(layout.SizeInBits, true).ToBytes(layout.ByteOrder));
            scope.Refused<ArgumentException>("Read", () => subject.ReadBytes(bytes), Situation);
            scope.Refused<ArgumentException>("Write", () => subject.WriteBytes(ref ones, bytes), Situation);
            scope.Refused<ArgumentException>("AsRef(Span<byte>)", () => subject.AsRef(bytes), Situation);
            scope.Refused<ArgumentException>("AsRef(ReadOnlySpan<byte>)", () => subject.AsReadOnlyRef(bytes), Situation);
            scope.Refused<ArgumentException>("AsRef(byte[])", () => subject.AsRefOfArray(bytes), Situation);
            scope.Holds("TryRead", !subject.TryReadBytes(bytes, out T value), Situation, "false", static () => "true");
            scope.SameBytes("TryRead", new byte[layout.SizeInBytes], subject.Write(value), () => Situation() + ", the value given");
            scope.SameBytes(string.Empty, before, bytes, () => Situation() + ", must stay as they were");
        }
    }
}
