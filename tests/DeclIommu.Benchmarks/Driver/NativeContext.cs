using System.Runtime.InteropServices;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>What the walks in C need of the memory and of the device table entry; laid out as in walker.c.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeContext
{
    public byte* Bytes;
    public ulong Base;
    public ulong Size;
    public ulong HostRoot;
    public ulong GuestCr3;
    public int HostLevel;
    public int Cr3Levels;
    public int GuestLevels;
    public int Permissions;
    public ushort Domain;
    public byte Cr3IsGuestPhysical;
    public byte HostSetsAccessed;
    public byte HostSetsDirty;
    public byte GuestSetsAccessed;
    public byte GuestSetsDirty;
}
