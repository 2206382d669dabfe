namespace KernelPatch.Kernel;

/// <summary>The kernel's error numbers: negative, as functions return them.</summary>
public enum Errno
{
    None = 0,
    NoMemory = -12,
    Invalid = -22,
    NoSpace = -28,
    TimedOut = -110,
}
