namespace NestedDomains.Replay;

/// <summary>A translation that the model makes otherwise than the recorded machine.</summary>
/// <param name="Line">The line of the capture.</param>
/// <param name="Recorded">Physical address and permissions as recorded.</param>
/// <param name="Model">The same of the model, or the fault it gave.</param>
internal sealed record TranslationDifference(int Line, string Device, ulong Iova, string Recorded, string Model)
{
    public override string ToString() => $"line {Line}: {Device} 0x{Iova:x}: recorded {Recorded}, model {Model}";
}
