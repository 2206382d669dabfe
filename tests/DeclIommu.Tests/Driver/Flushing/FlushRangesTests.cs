using CsCheck;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Tests.Formats;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class FlushRangesTests
{
    [Fact]
    public void Commands_for_a_range_are_those_that_Linux_sends()
    {
        List<Vector> vectors = [.. VectorFile.ReadAll("flush_split")];
        Assert.Equal(431, vectors.Count);
        Span<PageRange> pieces = stackalloc PageRange[64];
        foreach (Vector vector in vectors)
        {
            int room = vector.Flag("np_cache") ? pieces.Length : 1;
            int count = FlushRanges.Split(vector.Number("address"), vector.Number("size"), pieces[..room]);
            byte[] bytes = new byte[count * Command.SizeInBytes];
            for (int index = 0; index < count; index++)
            {
                FlushCommands.Pages(new DomainId((ushort)vector.Number("domid")), pieces[index]).Write(bytes.AsSpan(index * Command.SizeInBytes));
            }

            vector.Expect(Convert.ToHexString(vector.Bytes), Convert.ToHexString(bytes), "commands");
        }
    }

    [Fact]
    public void Pieces_cover_exactly_the_range_or_one_covers_it_all() =>
        Gen.Select(Gen.ULong[0, 1UL << 30], Gen.ULong[1, 1UL << 12], Gen.Int[1, 6]).Sample((page, pages, room) =>
        {
            ulong start = page * 4096;
            ulong last = start + (pages * 4096) - 1;
            PageRange[] pieces = new PageRange[room];
            int count = FlushRanges.Split(start, pages * 4096, pieces);
            if (count == 1)
            {
                Assert.True(pieces[0].Start <= start && pieces[0].Last >= last);
                return;
            }

            Assert.Equal((start, last), (pieces[0].Start, pieces[count - 1].Last));
            for (int index = 1; index < count; index++)
            {
                Assert.Equal(pieces[index - 1].Last + 1, pieces[index].Start);
            }
        });
}
