namespace KernelPatch.Findings;

/// <summary>What is wrong with the patch as first posted, and what still was when it had been merged.</summary>
/// <remarks>Two of the 28 findings have no form in C#: 24 (an allocation that must not sleep where it may) and 28 (a debug print of a value that is not there yet).</remarks>
internal static class FindingList
{
    private const string Pending = "pending";

    private static readonly Finding NegativeId = Finding.Reported(7, "DIR0012", "A negative error in an unsigned ID passes for an ID");
    private static readonly Finding LeakedDomain = Finding.Reported(9, "DIR0008", "A domain that is not the last one of its mapping is never freed");
    private static readonly Finding WrongUnits = Finding.Tested(17, Pending, "Completion is awaited on other units than those that were sent commands");
    private static readonly Finding NoFlush = Finding.Tested(18, Pending, "An ID is free before what is cached under it is flushed");
    private static readonly Finding DeviceTlbs = Finding.Tested(19, Pending, "The TLBs of devices in nested domains are not flushed");
    private static readonly Finding MixedErrors = Finding.Tested(20, Pending, "Error numbers are combined bit by bit");
    private static readonly Finding PartialFlush = Finding.Tested(21, Pending, "A command that a unit refuses is lost, and nobody is told");
    private static readonly Finding NoQuota = Finding.Tested(22, Pending, "One guest can use up the host's IDs");
    private static readonly Finding Orphans = Finding.Reported(23, "DIR0009", "A parent may be gone while a virtual IOMMU refers to it");
    private static readonly Finding LongFlush = Finding.Tested(26, Pending, "A flush sends a command for each ID, however many there are");
    private static readonly Finding Rollback = Finding.Reported(27, "DIR0012", "The rollback does not look whether it took the mapping out");

    /// <summary>Of the first version.</summary>
    public static IReadOnlyList<Finding> AsPosted { get; } =
    [
        Finding.Tested(1, Pending, "Out of memory is reported as success, with null"),
        Finding.Reported(2, "DIR0013", "A mapping is in the map before it is complete"),
        Finding.Reported(3, "DIR0011", "A mapping that nobody has counted yet is joined: its count goes from zero to one"),
        Finding.Reported(4, "DIR0013", "The count is set to one after others may have raised it"),
        Finding.Reported(5, "DIR0013", "The maker fails after others have joined, and frees what they use"),
        Finding.Reported(6, "DIR0013", "A flush finds a mapping that has no ID yet"),
        NegativeId,
        Finding.Tested(8, Pending, "Every error of the map becomes the same one"),
        LeakedDomain,
        Finding.Reported(10, "DIR0011", "A mapping that has lost its last user is joined before it leaves the map"),
        Finding.Reported(11, "DIR0004", "The ID is read from a mapping that was freed under another name"),
        Finding.Reported(12, "DIR0008", "An error on the way leaks the domain, the mapping and the ID"),
        Finding.Reported(13, "DIR0012", "The ID is freed although the mapping was not in the map"),
        Finding.Reported(14, "DIR0006", "Whatever mapping was found is freed, be it somebody else's"),
        Finding.Tested(15, Pending, "A mapping at the address of a freed one is taken for it"),
        Finding.Reported(16, "DIR0014", "The flush reads mappings that may be freed meanwhile"),
        WrongUnits,
        NoFlush,
        DeviceTlbs,
        MixedErrors,
        PartialFlush,
        NoQuota,
        Orphans,
        LongFlush,
        Rollback,
    ];

    /// <summary>Of the merged version.</summary>
    public static IReadOnlyList<Finding> Merged { get; } =
    [
        NegativeId,
        LeakedDomain,
        WrongUnits,
        NoFlush,
        DeviceTlbs,
        MixedErrors,
        PartialFlush,
        NoQuota,
        Orphans,
        Finding.Tested(25, Pending, "Interrupts stay on under a lock that is also taken with interrupts off"),
        LongFlush,
        Rollback,
    ];
}
