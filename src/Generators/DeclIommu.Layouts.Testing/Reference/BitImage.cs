using System.Numerics;

namespace DeclIommu.Layouts.Testing;

/// <summary>The bits of a value, one bool a bit: slow, and plain enough to be right at sight.</summary>
internal sealed class BitImage
{
    private static readonly byte[] Weights = [1, 2, 4, 8, 16, 32, 64, 128];

    private readonly bool[] _bits;

    public BitImage(int size) => _bits = new bool[size];

    public int Size => _bits.Length;

    public bool this[int bit]
    {
        get => _bits[bit];
        set => _bits[bit] = value;
    }

    public static BitImage Filled(int size, bool value)
    {
        var image = new BitImage(size);
        Array.Fill(image._bits, value);
        return image;
    }

    public static BitImage FromBytes(ReadOnlySpan<byte> bytes, ByteOrder order)
    {
        var image = new BitImage(bytes.Length * 8);
        for (int bit = 0; bit < image.Size; bit++)
        {
            int place = order == ByteOrder.LittleEndian ? bit / 8 : bytes.Length - 1 - (bit / 8);
            image[bit] = (bytes[place] & Weights[bit % 8]) != 0;
        }

        return image;
    }

    public static BitImage FromNumber(BigInteger number, int size)
    {
        var image = new BitImage(size);
        image.Put([.. Enumerable.Range(0, size)], number);
        return image;
    }

    public static BitImage FromBits(ReadOnlySpan<bool> bits)
    {
        var image = new BitImage(bits.Length);
        bits.CopyTo(image._bits);
        return image;
    }

    public void CopyTo(bool[] bits, int start) => _bits.CopyTo(bits, start);

    public byte[] ToBytes(ByteOrder order)
    {
        byte[] bytes = new byte[Size / 8];
        for (int bit = 0; bit < Size; bit++)
        {
            if (_bits[bit])
            {
                int place = order == ByteOrder.LittleEndian ? bit / 8 : bytes.Length - 1 - (bit / 8);
                bytes[place] += Weights[bit % 8];
            }
        }

        return bytes;
    }

    public BigInteger ToNumber() => Take([.. Enumerable.Range(0, Size)]);

    /// <summary>The bits at the given places, the first of them least significant, as a number without sign.</summary>
    public BigInteger Take(IReadOnlyList<int> places)
    {
        byte[] digits = new byte[(places.Count + 7) / 8];
        for (int i = 0; i < places.Count; i++)
        {
            if (_bits[places[i]])
            {
                digits[i / 8] += Weights[i % 8];
            }
        }

        return new BigInteger(digits, isUnsigned: true);
    }

    /// <summary>Puts the bits of a number without sign at the given places, the least significant first.</summary>
    public void Put(IReadOnlyList<int> places, BigInteger number)
    {
        byte[] digits = number.ToByteArray(isUnsigned: true);
        for (int i = 0; i < places.Count; i++)
        {
            _bits[places[i]] = i / 8 < digits.Length && (digits[i / 8] & Weights[i % 8]) != 0;
        }
    }

    public BitImage Clone()
    {
        var copy = new BitImage(Size);
        _bits.CopyTo(copy._bits, 0);
        return copy;
    }
}
