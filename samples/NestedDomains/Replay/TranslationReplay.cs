using DeclIommu.Device;
using DeclIommu.Memory;
using NestedDomains.Captures;
using NestedDomains.Hardware;

namespace NestedDomains.Replay;

/// <summary>Makes every recorded translation with the model and compares physical address and permissions.</summary>
internal sealed class TranslationReplay(IommuDevice device)
{
    public TranslationResult Run(IReadOnlyList<CapturedTranslation> translations)
    {
        var different = new List<TranslationDifference>();
        foreach (CapturedTranslation translation in translations)
        {
            if ((Compare(translation) ?? Compare(translation)) is { } difference)
            {
                different.Add(difference);
            }
        }

        return new TranslationResult(translations.Count, translations.Count - different.Count, device.TranslationCache.Count, different);
    }

    private TranslationDifference? Compare(CapturedTranslation recorded)
    {
        DmaResult result = device.Translate(recorded.Device, recorded.Iova, recorded.Permissions);
        bool equal = result.Succeeded && result.PhysicalAddress == recorded.Physical && result.Permissions == recorded.Permissions;
        return equal
            ? null
            : new TranslationDifference(
                recorded.Line,
                DeviceName.Of(recorded.Device),
                recorded.Iova,
                $"0x{recorded.Physical:x} {recorded.Permissions.Text}",
                result.Succeeded ? $"0x{result.PhysicalAddress:x} {result.Permissions.Text}" : result.Outcome.ToString());
    }
}
