namespace DeclIommu.Driver;

/// <summary>A command buffer that starts over, until this is disposed of.</summary>
internal sealed class QueueRestart(CommandQueue queue) : IDisposable
{
    public void Dispose() => queue.EndRestart();
}
