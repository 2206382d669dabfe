namespace DeclIommu.Layouts.Tests.Banks;

public sealed class PolicyMatrixTests
{
    private static readonly ulong[] Patterns = [0, ulong.MaxValue, 0x5A3C_96F0_0FA5_C369, 0xFFFF_FFFF_0000_0000];

    public static TheoryData<int> Widths => [1, 2, 4, 8];

    [Theory, MemberData(nameof(Widths))]
    public void A_write_of_any_width_at_any_offset_does_what_each_policy_says_to_exactly_its_lanes(int width) =>
        ForEachPlace(width, static (probe, oracle, offset, data) => (oracle.Write(offset, data), probe.Bank.Write(offset, data), data, data));

    [Theory, MemberData(nameof(Widths))]
    public void A_read_of_any_width_at_any_offset_shows_and_does_what_each_policy_says_in_exactly_its_lanes(int width) =>
        ForEachPlace(width, static (probe, oracle, offset, data) =>
        {
            byte[] expected = [.. data];
            byte[] actual = [.. data];
            return (oracle.Read(offset, expected), probe.Bank.Read(offset, actual), expected, actual);
        });

    private static void ForEachPlace(
        int width, Func<BankProbe<PolicyBank>, BankOracle<PolicyBank>, ulong, byte[], (AccessResult Expected, AccessResult Actual, byte[] ExpectedData, byte[] ActualData)> access)
    {
        var probe = new BankProbe<PolicyBank>(default);
        var oracle = new BankOracle<PolicyBank>();
        ulong size = (ulong)PolicyBank.SizeInBytes;
        for (ulong offset = 0; offset <= size; offset++)
        {
            foreach (ulong stored in Patterns)
            {
                foreach (ulong pattern in Patterns)
                {
                    probe.Bank.Reset();
                    oracle.Reset();
                    probe.Store(oracle, _ => stored);
                    byte[] data = BitConverter.GetBytes(pattern)[..width];

                    (AccessResult expected, AccessResult actual, byte[] expectedData, byte[] actualData) = access(probe, oracle, offset, data);

                    string where = $"{width} bytes at 0x{offset:X}, stored 0x{stored:X}, data 0x{pattern:X}";
                    Assert.True(expected == actual, $"{where}: {actual}, not {expected}");
                    Assert.True(expectedData.SequenceEqual(actualData), $"{where}: gave {Convert.ToHexString(actualData)}, not {Convert.ToHexString(expectedData)}");
                    probe.AssertHolds(oracle, where);
                }
            }
        }
    }
}
