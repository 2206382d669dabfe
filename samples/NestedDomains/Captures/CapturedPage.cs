namespace NestedDomains.Captures;

/// <summary>4 KiB of guest memory.</summary>
internal sealed record CapturedPage(int Line, ulong Address, byte[] Data)
{
    public const int SizeInBytes = 4096;
}
