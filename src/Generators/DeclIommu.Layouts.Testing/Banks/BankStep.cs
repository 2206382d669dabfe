namespace DeclIommu.Layouts.Testing;

/// <summary>One thing that happens to a bank.</summary>
internal abstract record BankStep
{
    /// <summary>An access of the guest that reads.</summary>
    public sealed record Read(ulong Offset, int Width) : BankStep
    {
        public override string ToString() => $"Read(0x{Offset:X}, {Width} bytes)";
    }

    /// <summary>An access of the guest that writes.</summary>
    public sealed record Write(ulong Offset, byte[] Data) : BankStep
    {
        public override string ToString() => $"Write(0x{Offset:X}, {Words.OfBytes(Data)})";
    }

    /// <summary>The device sets a register.</summary>
    public sealed record Store(int Register, string Name, BitImage Value) : BankStep
    {
        public override string ToString() => $"{Name} = 0x{Value.ToNumber():X}";
    }

    /// <summary>A reset; null for the full one.</summary>
    public sealed record Reset(string? Kind) : BankStep
    {
        public override string ToString() => $"Reset{Kind}()";
    }
}
