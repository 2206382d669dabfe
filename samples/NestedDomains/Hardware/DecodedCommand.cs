namespace NestedDomains.Hardware;

/// <summary>A command of a ring as the specification names it, and what it says.</summary>
/// <param name="Name">The specification's name, such as COMPLETION_WAIT; "unknown" with the opcode where it names none.</param>
/// <param name="Details">Its fields in words.</param>
/// <param name="Fault">What the specification forbids in it; null if nothing.</param>
internal sealed record DecodedCommand(string Name, string Details, string? Fault);
