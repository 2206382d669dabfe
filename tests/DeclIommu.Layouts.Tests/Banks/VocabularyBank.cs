namespace DeclIommu.Layouts.Tests.Banks;

/// <summary>Fields whose behaviour has no name in <see cref="Access"/>, as the package's README declares them.</summary>
[RegisterBank(0x08, Widths = AccessWidths.Four, Alignment = AccessAlignment.Natural)]
internal partial struct VocabularyBank
{
    /// <summary>An event that lasts: the device keeps its flag set.</summary>
    public bool IsUnderway { get; set; }

    [Register(0x00)]
    public partial VocabularyControl Control { readonly get; set; }

    [Register(0x04)]
    public partial VocabularyStatus Status { readonly get; set; }

    partial void OnControlWriting(VocabularyControl before, ref VocabularyControl after)
    {
        Status = after.Start ? Status with { Busy = true } : Status;
        after.Start = false;
        after.Parity = (byte)(~(before.Parity ^ after.Parity) & 0xF);
    }

    partial void OnStatusWritten(VocabularyStatus before, VocabularyStatus after) => Status = after with { Event = after.Event || IsUnderway };
}
