namespace KernelPatch.Findings;

/// <summary>What is wrong with the patch as first posted, and what still was when it had been merged.</summary>
/// <remarks>Two of the 28 findings have no form in C#: 24 (an allocation that must not sleep where it may) and 28 (a debug print of a value that is not there yet).</remarks>
internal static class FindingList
{
    private static readonly Finding NegativeId = Finding.Reported(7, "DIR0012", "A negative error in an unsigned ID passes for an ID");
    private static readonly Finding LeakedDomain = Finding.Reported(9, "DIR0008", "A domain that is not the last one of its mapping is never freed");
    private static readonly Finding WrongUnits = Finding.Tested(17, "FlushSeededDefectTests.Finding_17_completion_awaited_on_the_wrong_unit_is_seen", "Completion is awaited on other units than those that were sent commands");
    private static readonly Finding NoFlush = Finding.Tested(18, "DomainIdSeededDefectTests.Finding_18_an_id_handed_out_again_before_anything_was_forgotten_is_seen", "An ID is free before what is cached under it is flushed");
    private static readonly Finding DeviceTlbs = Finding.Tested(19, "FlushSeededDefectTests.Finding_19_a_device_tlb_that_a_flush_passes_over_is_seen", "The TLBs of devices in nested domains are not flushed");
    private static readonly Finding MixedErrors = Finding.Tested(20, "FlushSeededDefectTests.Finding_20_an_error_that_no_unit_had_is_seen", "Error numbers are combined bit by bit");
    private static readonly Finding PartialFlush = Finding.Tested(21, "FlushSeededDefectTests.Finding_21_a_flush_reported_done_though_a_unit_did_not_take_it_is_seen", "A command that a unit refuses is lost, and nobody is told");
    private static readonly Finding NoQuota = Finding.Tested(22, "DomainIdSeededDefectTests.Finding_22_a_guest_without_a_quota_is_seen", "One guest can use up the host's IDs");
    private static readonly Finding Orphans = Finding.Reported(23, "DIR0009", "A parent may be gone while a virtual IOMMU refers to it");
    private static readonly Finding LongFlush = Finding.Tested(26, "FlushSeededDefectTests.Finding_26_a_flush_of_unbounded_length_is_seen", "A flush sends a command for each ID, however many there are");
    private static readonly Finding Rollback = Finding.Reported(27, "DIR0012", "The rollback does not look whether it took the mapping out");

    /// <summary>Of the first version.</summary>
    public static IReadOnlyList<Finding> AsPosted { get; } =
    [
        Finding.Tested(1, "DomainIdSeededDefectTests.Finding_01_null_in_place_of_an_error_is_seen", "Out of memory is reported as success, with null"),
        Finding.Reported(2, "DIR0013", "A mapping is in the map before it is complete"),
        Finding.Reported(3, "DIR0011", "A mapping that nobody has counted yet is joined: its count goes from zero to one"),
        Finding.Reported(4, "DIR0013", "The count is set to one after others may have raised it"),
        Finding.Reported(5, "DIR0013", "The maker fails after others have joined, and frees what they use"),
        Finding.Reported(6, "DIR0013", "A flush finds a mapping that has no ID yet"),
        NegativeId,
        Finding.Tested(8, "DomainIdSeededDefectTests.Finding_08_an_error_that_has_lost_its_cause_is_seen", "Every error of the map becomes the same one"),
        LeakedDomain,
        Finding.Reported(10, "DIR0011", "A mapping that has lost its last user is joined before it leaves the map"),
        Finding.Reported(11, "DIR0004", "The ID is read from a mapping that was freed under another name"),
        Finding.Reported(12, "DIR0008", "An error on the way leaks the domain, the mapping and the ID"),
        Finding.Reported(13, "DIR0012", "The ID is freed although the mapping was not in the map"),
        Finding.Reported(14, "DIR0006", "Whatever mapping was found is freed, be it somebody else's"),
        Finding.Tested(15, "MappingSeededDefectTests.Finding_15_a_pooled_mapping_taken_for_the_one_it_was_is_seen", "A mapping at the address of a freed one is taken for it"),
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
        Finding.Tested(25, "MappingSeededDefectTests.Finding_25_locks_taken_in_two_orders_are_seen", "Interrupts stay on under a lock that is also taken with interrupts off"),
        LongFlush,
        Rollback,
    ];

    /// <summary>Of the driver around the merged version: code that is not part of the port.</summary>
    public static IReadOnlyList<FurtherFinding> Further { get; } =
    [
        new FurtherFinding("A device cannot be attached to its parent again: it stays on the ID that was freed", "MergedSeededDefectTests.Merged_1_a_device_that_cannot_return_to_the_parent_is_seen"),
        new FurtherFinding("When the parent's table grows, nested devices keep the old root", "MergedSeededDefectTests.Merged_2a_a_nested_device_left_on_the_old_root_is_seen"),
        new FurtherFinding("When the parent's table grows, nested devices lose their nesting", "MergedSeededDefectTests.Merged_2b_a_nested_device_that_loses_its_nesting_is_seen"),
        new FurtherFinding("Writes of nested devices are not marked: tracking is turned on for the parent's own devices only", "MergedSeededDefectTests.Merged_3_writes_of_nested_devices_that_no_unit_marks_are_seen"),
        new FurtherFinding("A move from one nested domain to another leaves the old ID's translations behind", "MergedSeededDefectTests.Merged_4_what_a_move_leaves_behind_under_the_old_id_is_seen"),
        new FurtherFinding("An operator that binds otherwise loses the domain ID of an entry", "MergedSeededDefectTests.Merged_5_an_entry_without_its_domain_id_is_seen"),
        new FurtherFinding("A flush of all domains ends at the highest device ID", "MergedSeededDefectTests.Merged_6_ids_beyond_the_last_device_that_are_never_forgotten_are_seen"),
        new FurtherFinding("A wait ends before its own command, since another thread's wait cleared the flag", "MergedSeededDefectTests.Merged_7_a_wait_that_another_thread_has_cancelled_is_seen"),
        new FurtherFinding("Guest translation is forced on in the host's entry although the guest has it off", "MergedSeededDefectTests.Merged_8_guest_translation_that_the_guest_has_off_is_seen"),
    ];
}
