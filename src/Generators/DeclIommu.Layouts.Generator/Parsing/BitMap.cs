using System.Collections.Generic;
using DeclIommu.Layouts.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>Tells for each bit of a layout who owns it.</summary>
internal sealed class BitMap(int bits)
{
    private readonly ISymbol?[] _owners = new ISymbol?[bits];
    private readonly ReservedPolicy?[] _policies = new ReservedPolicy?[bits];

    /// <summary>Takes the bits of a field; gives the first owner of a bit that was taken before.</summary>
    public (ISymbol Owner, int Bit)? Take(FieldModel field, ISymbol symbol)
    {
        for (int element = 0; element < (field.Repeat?.Count ?? 1); element++)
        {
            foreach (BitPiece piece in field.Pieces)
            {
                int shift = element * (field.Repeat?.Stride ?? 0);
                for (int bit = piece.Lsb + shift; bit <= piece.Msb + shift; bit++)
                {
                    if (_owners[bit] is { } owner)
                    {
                        return (owner, bit);
                    }

                    _owners[bit] = symbol;
                }
            }
        }

        return null;
    }

    /// <summary>Gives a range a policy; tells the first bit that has an owner or a policy already.</summary>
    public (ISymbol? Owner, int Bit)? Reserve(int msb, int lsb, ReservedPolicy policy)
    {
        for (int bit = lsb; bit <= msb; bit++)
        {
            if (_owners[bit] is not null || _policies[bit] is not null)
            {
                return (_owners[bit], bit);
            }

            _policies[bit] = policy;
        }

        return null;
    }

    /// <summary>The bits without an owner, in runs of one policy.</summary>
    public IEnumerable<ReservedRange> Gaps(ReservedPolicy fallback)
    {
        int start = -1;
        for (int bit = 0; bit <= bits; bit++)
        {
            bool isGap = bit < bits && _owners[bit] is null;
            if (start >= 0 && (!isGap || PolicyOf(bit, fallback) != PolicyOf(start, fallback)))
            {
                yield return new ReservedRange(bit - 1, start, PolicyOf(start, fallback));
                start = -1;
            }

            if (isGap && start < 0)
            {
                start = bit;
            }
        }
    }

    private ReservedPolicy PolicyOf(int bit, ReservedPolicy fallback) => _policies[bit] ?? fallback;
}
