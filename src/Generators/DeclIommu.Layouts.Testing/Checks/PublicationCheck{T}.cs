using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary><c>Publish</c> gives the bytes that <c>Write</c> gives, and writes nothing into a span that is too short. The order of its stores cannot be seen from here.</summary>
internal sealed class PublicationCheck<T>(CheckScope scope, LayoutReference layout, LayoutSubject<T> subject)
    where T : struct
{
    public void Run(IReadOnlyList<BitImage> images)
    {
        if (!layout.Fields.Any(static field => field.Member.IsDefined(typeof(PublishedLastAttribute))))
        {
            return;
        }

        MethodInfo? method = LayoutSubject<T>.Find("Publish");
        scope.Holds("Publish", method is not null, static () => "a layout with a field published last", "a method", static () => "missing");
        LayoutSubject<T>.WriteTo publish = method!.CreateDelegate<LayoutSubject<T>.WriteTo>();
        foreach (BitImage image in images)
        {
            byte[] bytes = image.ToBytes(layout.ByteOrder);
            T value = subject.ReadBytes(bytes);
            byte[] room = new byte[bytes.Length + 1];
            Array.Fill(room, (byte)0xA5);
            publish(ref value, room);
            scope.SameBytes("Publish", [.. bytes, 0xA5], room, () => $"published {Words.OfBytes(bytes)}, with a byte behind");
        }

        byte[] narrow = new byte[layout.SizeInBytes - 1];
        T ones = subject.ReadBytes(BitImage.Filled(layout.SizeInBits, true).ToBytes(layout.ByteOrder));
        scope.Refused<ArgumentException>("Publish", () => publish(ref ones, narrow), () => $"{narrow.Length} bytes");
        scope.SameBytes("Publish", new byte[narrow.Length], narrow, () => $"{narrow.Length} bytes, must stay as they were");
    }
}
