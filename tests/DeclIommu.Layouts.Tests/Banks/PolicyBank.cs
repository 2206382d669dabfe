namespace DeclIommu.Layouts.Tests.Banks;

/// <summary>Every policy in every size of register, each policy in a block of 16 bytes whose last byte is a gap.</summary>
[RegisterBank(0xD0)]
internal partial struct PolicyBank : IBank
{
    [Register(0x00), Access(Access.ReadWrite)]
    public partial ulong ReadWrite64 { readonly get; set; }

    [Register(0x08), Access(Access.ReadWrite)]
    public partial uint ReadWrite32 { readonly get; set; }

    [Register(0x0C), Access(Access.ReadWrite)]
    public partial ushort ReadWrite16 { readonly get; set; }

    [Register(0x0E), Access(Access.ReadWrite)]
    public partial byte ReadWrite8 { readonly get; set; }

    [Register(0x10), Access(Access.ReadOnly)]
    public partial ulong ReadOnly64 { readonly get; set; }

    [Register(0x18), Access(Access.ReadOnly)]
    public partial uint ReadOnly32 { readonly get; set; }

    [Register(0x1C), Access(Access.ReadOnly)]
    public partial ushort ReadOnly16 { readonly get; set; }

    [Register(0x1E), Access(Access.ReadOnly)]
    public partial byte ReadOnly8 { readonly get; set; }

    [Register(0x20), Access(Access.WriteOnly)]
    public partial ulong WriteOnly64 { readonly get; set; }

    [Register(0x28), Access(Access.WriteOnly)]
    public partial uint WriteOnly32 { readonly get; set; }

    [Register(0x2C), Access(Access.WriteOnly)]
    public partial ushort WriteOnly16 { readonly get; set; }

    [Register(0x2E), Access(Access.WriteOnly)]
    public partial byte WriteOnly8 { readonly get; set; }

    [Register(0x30), Access(Access.WriteOneToClear)]
    public partial ulong WriteOneToClear64 { readonly get; set; }

    [Register(0x38), Access(Access.WriteOneToClear)]
    public partial uint WriteOneToClear32 { readonly get; set; }

    [Register(0x3C), Access(Access.WriteOneToClear)]
    public partial ushort WriteOneToClear16 { readonly get; set; }

    [Register(0x3E), Access(Access.WriteOneToClear)]
    public partial byte WriteOneToClear8 { readonly get; set; }

    [Register(0x40), Access(Access.WriteOneToSet)]
    public partial ulong WriteOneToSet64 { readonly get; set; }

    [Register(0x48), Access(Access.WriteOneToSet)]
    public partial uint WriteOneToSet32 { readonly get; set; }

    [Register(0x4C), Access(Access.WriteOneToSet)]
    public partial ushort WriteOneToSet16 { readonly get; set; }

    [Register(0x4E), Access(Access.WriteOneToSet)]
    public partial byte WriteOneToSet8 { readonly get; set; }

    [Register(0x50), Access(Access.WriteOneToToggle)]
    public partial ulong WriteOneToToggle64 { readonly get; set; }

    [Register(0x58), Access(Access.WriteOneToToggle)]
    public partial uint WriteOneToToggle32 { readonly get; set; }

    [Register(0x5C), Access(Access.WriteOneToToggle)]
    public partial ushort WriteOneToToggle16 { readonly get; set; }

    [Register(0x5E), Access(Access.WriteOneToToggle)]
    public partial byte WriteOneToToggle8 { readonly get; set; }

    [Register(0x60), Access(Access.WriteZeroToClear)]
    public partial ulong WriteZeroToClear64 { readonly get; set; }

    [Register(0x68), Access(Access.WriteZeroToClear)]
    public partial uint WriteZeroToClear32 { readonly get; set; }

    [Register(0x6C), Access(Access.WriteZeroToClear)]
    public partial ushort WriteZeroToClear16 { readonly get; set; }

    [Register(0x6E), Access(Access.WriteZeroToClear)]
    public partial byte WriteZeroToClear8 { readonly get; set; }

    [Register(0x70), Access(Access.WriteZeroToSet)]
    public partial ulong WriteZeroToSet64 { readonly get; set; }

    [Register(0x78), Access(Access.WriteZeroToSet)]
    public partial uint WriteZeroToSet32 { readonly get; set; }

    [Register(0x7C), Access(Access.WriteZeroToSet)]
    public partial ushort WriteZeroToSet16 { readonly get; set; }

    [Register(0x7E), Access(Access.WriteZeroToSet)]
    public partial byte WriteZeroToSet8 { readonly get; set; }

    [Register(0x80), Access(Access.WriteClears)]
    public partial ulong WriteClears64 { readonly get; set; }

    [Register(0x88), Access(Access.WriteClears)]
    public partial uint WriteClears32 { readonly get; set; }

    [Register(0x8C), Access(Access.WriteClears)]
    public partial ushort WriteClears16 { readonly get; set; }

    [Register(0x8E), Access(Access.WriteClears)]
    public partial byte WriteClears8 { readonly get; set; }

    [Register(0x90), Access(Access.WriteSets)]
    public partial ulong WriteSets64 { readonly get; set; }

    [Register(0x98), Access(Access.WriteSets)]
    public partial uint WriteSets32 { readonly get; set; }

    [Register(0x9C), Access(Access.WriteSets)]
    public partial ushort WriteSets16 { readonly get; set; }

    [Register(0x9E), Access(Access.WriteSets)]
    public partial byte WriteSets8 { readonly get; set; }

    [Register(0xA0), Access(Access.ReadClears)]
    public partial ulong ReadClears64 { readonly get; set; }

    [Register(0xA8), Access(Access.ReadClears)]
    public partial uint ReadClears32 { readonly get; set; }

    [Register(0xAC), Access(Access.ReadClears)]
    public partial ushort ReadClears16 { readonly get; set; }

    [Register(0xAE), Access(Access.ReadClears)]
    public partial byte ReadClears8 { readonly get; set; }

    [Register(0xB0), Access(Access.ReadSets)]
    public partial ulong ReadSets64 { readonly get; set; }

    [Register(0xB8), Access(Access.ReadSets)]
    public partial uint ReadSets32 { readonly get; set; }

    [Register(0xBC), Access(Access.ReadSets)]
    public partial ushort ReadSets16 { readonly get; set; }

    [Register(0xBE), Access(Access.ReadSets)]
    public partial byte ReadSets8 { readonly get; set; }

    [Register(0xC0), Access(Access.WriteOnce)]
    public partial ulong WriteOnce64 { readonly get; set; }

    [Register(0xC8), Access(Access.WriteOnce)]
    public partial uint WriteOnce32 { readonly get; set; }

    [Register(0xCC), Access(Access.WriteOnce)]
    public partial ushort WriteOnce16 { readonly get; set; }

    [Register(0xCE), Access(Access.WriteOnce)]
    public partial byte WriteOnce8 { readonly get; set; }
}
