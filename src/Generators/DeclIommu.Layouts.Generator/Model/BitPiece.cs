namespace DeclIommu.Layouts.Generator.Model;

/// <summary>A contiguous piece of a field.</summary>
internal sealed record BitPiece(int Msb, int Lsb)
{
    public int Width => Msb - Lsb + 1;
}
