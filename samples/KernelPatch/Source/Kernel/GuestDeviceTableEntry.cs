namespace KernelPatch.Kernel;

/// <summary>What a guest wrote into its device table, as far as the domain is concerned.</summary>
public readonly record struct GuestDeviceTableEntry(bool IsValid, bool IsGuestTranslationValid, ulong GuestCr3TableRoot, ushort DomainId);
