namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Where one element of a register lies in a window of eight bytes. The index is source text: a number, or a local of that name.</summary>
internal sealed record BankSlot(BankRegister Register, string Index, int ByteInWindow)
{
    public int Shift => ByteInWindow * 8;

    /// <summary>The lanes of the register in its window.</summary>
    public ulong Lanes => Register.All << Shift;

    public bool FillsWindow => Register.Model.Bits == 64;
}
