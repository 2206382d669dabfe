using CsCheck;
using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Device;

public sealed class DomainTaggedTableProperties
{
    private static readonly ulong[] Sizes = [0x1000, 0x2000, 0x1_0000, 0x20_0000, 0x4000_0000, 0x80_0000_0000, 0x200_0000_0000_0000];

    // Few domains and few addresses, so that regions meet; some of them at the ends of the address space.
    private static readonly Gen<DomainId> GenDomain = Gen.OneOf(Gen.Const((ushort)0), Gen.Const((ushort)1), Gen.Const((ushort)2), Gen.Const((ushort)255), Gen.Const((ushort)256), Gen.Const((ushort)65535)).Select(value => new DomainId(value));

    private static readonly Gen<ulong> GenAddress = Gen.OneOf(Gen.ULong[0, 0x2_0000], Gen.ULong[0, 0x8000_0000], Gen.ULong[ulong.MaxValue - 0x8000, ulong.MaxValue], Gen.ULong);

    private static readonly Gen<(int Kind, DomainId Domain, ulong Address, ulong Size)> GenOperation =
        Gen.Select(Gen.Int[0, 9], GenDomain, GenAddress, Gen.Int[0, Sizes.Length - 1].Select(index => Sizes[index]));

    [Fact]
    public void The_table_does_what_a_plain_list_does()
    {
        GenOperation.Array[0, 400].Sample(
            operations =>
            {
                var table = new DomainTaggedTable(int.MaxValue);
                var list = new Dictionary<(DomainId Domain, ulong Base, ulong Size), ulong>();
                ulong physical = 0; // the store keeps 4 KiB aligned addresses below 2^52
                foreach ((int kind, DomainId domain, ulong address, ulong size) in operations)
                {
                    ulong start = address - (address % size);
                    switch (kind)
                    {
                        case < 6:
                            table.Insert(new TaggedRegion(domain, start, size, physical += 0x1000, Permissions.Read), table.Generation);
                            list[(domain, start, size)] = physical;
                            break;
                        case < 9:
                            ulong last = start + (size - 1);
                            var touched = list.Keys.Where(key => key.Domain == domain && key.Base <= last && key.Base + (key.Size - 1) >= start).ToArray();
                            Assert.Equal(touched.Length, table.RemoveRange(domain, start, last));
                            Array.ForEach(touched, key => list.Remove(key));
                            break;
                        default:
                            Check(table, list, domain, address);
                            break;
                    }
                }

                Assert.Equal(list.Count, table.Count);
                foreach (var key in list.Keys)
                {
                    Check(table, list, key.Domain, key.Base + (key.Size / 2));
                }

                Assert.Equal(
                    list.Values.Order(),
                    table.Snapshot().Select(region => list[(region.Domain, region.VirtualBase, region.Size)] == region.PhysicalBase ? region.PhysicalBase : 0).Order());
            },
            iter: 300);
    }

    private static void Check(DomainTaggedTable table, Dictionary<(DomainId Domain, ulong Base, ulong Size), ulong> list, DomainId domain, ulong address)
    {
        var expected = list.Where(pair => pair.Key.Domain == domain && pair.Key.Base <= address && pair.Key.Base + (pair.Key.Size - 1) >= address)
            .OrderBy(pair => pair.Key.Size)
            .Select(pair => (ulong?)pair.Value)
            .FirstOrDefault();
        Assert.Equal(expected, table.TryFind(domain, address, out TaggedRegion region) ? region.PhysicalBase : null);
    }
}
