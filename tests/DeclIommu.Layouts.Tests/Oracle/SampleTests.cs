using DeclIommu.Layouts.Testing;
using DeclIommu.Layouts.Tests.Fields;

namespace DeclIommu.Layouts.Tests.Oracle;

public sealed class SampleTests
{
    [Fact]
    public void Valid_samples_have_no_fault_and_differ()
    {
        var random = new Random(1);
        EveryKind[] samples = [.. Enumerable.Range(0, 100).Select(_ => LayoutSamples.Valid<EveryKind>(random))];
        Assert.All(samples, static sample => Assert.True(sample.TryValidate(out _)));
        Assert.Equal(100, samples.Distinct().Count());
    }

    [Fact]
    public void Edges_reach_both_ends_of_every_field()
    {
        EveryKind[] edges = [.. LayoutSamples.Edges<EveryKind>()];
        Assert.Contains(edges, static edge => edge.Signed == -4096);
        Assert.Contains(edges, static edge => edge.Signed == 4095);
        Assert.Contains(edges, static edge => edge.Wide == (UInt128.One << 100) - 1);
        Assert.Contains(edges, static edge => edge.Page == 0 && edge.Flag);
        Assert.Contains(edges, static edge => edge.Color == Color.Blue && !edge.Flag);
    }

    [Fact]
    public void One_seed_gives_one_sequence() =>
        Assert.Equal(LayoutSamples.Any<EveryKind>(new Random(7)), LayoutSamples.Any<EveryKind>(new Random(7)));

    [Fact]
    public void The_reference_codec_reads_and_writes_by_name()
    {
        LayoutReference reference = LayoutReference.Of<EveryKind>();
        byte[] bytes = new byte[EveryKind.SizeInBytes];
        reference.Set(bytes, "Signed", -2);
        reference.Set(bytes, "Page", 0x5000);
        Assert.Equal("0050000000000000" + "0000000000000000" + "FE1F" + new string('0', 28), Convert.ToHexString(bytes));
        Assert.Equal(-2, reference.Get(bytes, "Signed"));
        Assert.Equal(LayoutFaultReason.ReservedBitClear, Assert.Single(reference.FaultsOf(bytes), static fault => fault.Lsb == 246).Reason);
    }

    [Fact]
    public void The_reference_codec_refuses_what_does_not_fit()
    {
        LayoutReference reference = LayoutReference.Of<EveryKind>();
        byte[] bytes = new byte[EveryKind.SizeInBytes];
        Assert.Contains("Signed", Assert.Throws<ArgumentOutOfRangeException>(() => reference.Set(bytes, "Signed", 4096)).Message);
        Assert.Contains("2^12", Assert.Throws<ArgumentException>(() => reference.Set(bytes, "Page", 0x5001)).Message);
        Assert.Contains("Colour", Assert.Throws<ArgumentException>(() => reference.Get(bytes, "Colour")).Message);
        Assert.Contains("32 bytes", Assert.Throws<ArgumentException>(() => reference.Get(bytes.AsSpan(1), "Page")).Message);
        Assert.Contains("no Layout attribute", Assert.Throws<ArgumentException>(() => LayoutReference.Of<Guid>()).Message);
    }
}
