using System.Buffers;
using DeclIommu.Contracts;
using DeclIommu.State;

namespace DeclIommu.Driver;

/// <content>State that moves.</content>
public sealed partial class IommuHost
{
    private const int MostAttemptsToSave = 8;

    /// <summary>Writes down everything that the host has: domains with their IDs and what they map, guests with their quotas and devices, attachments, the quarantine.</summary>
    /// <param name="destination">Receives the state, in a format with a version and a checksum.</param>
    /// <remarks>
    /// The host may be in use: the state is that of one moment, for it is collected until it comes out the same twice in a row. A change that was undone again in between can go unseen, so who needs the
    /// state to be exact while others map and unmap keeps them from it. What units have cached is not part of it, nor are the contents of memory: page tables are written as what they map. What was
    /// unmapped without a unit's confirmation counts as confirmed where the state is restored, for nothing is cached there.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The host was changed again and again meanwhile; nothing was written.</exception>
    /// <exception cref="ObjectDisposedException">The host was disposed.</exception>
    public void Save(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
        }

        byte[]? last = null;
        for (int attempt = 0; attempt < MostAttemptsToSave; attempt++)
        {
            byte[]? next = TryCollect();
            if (next is not null && next.AsSpan().SequenceEqual(last))
            {
                destination.Write(next);
                return;
            }

            last = next;
        }

        throw new InvalidOperationException($"The host was changed while its state was collected, {MostAttemptsToSave} times: keep others from changing it, and save again.");
    }

    // Null if the host was seen to change.
    private byte[]? TryCollect()
    {
        ArrayBufferWriter<byte> state = new();
        try
        {
            return new HostStateWriter(this).TryWriteTo(state) ? state.WrittenSpan.ToArray() : null;
        }
        catch (ObjectDisposedException)
        {
            // A domain that was there when the domains were counted.
            return null;
        }
    }

    /// <summary>Makes a host with everything that another, or this one earlier, had when its state was saved; devices translate when it returns.</summary>
    /// <param name="state">The saved state, whole.</param>
    /// <param name="units">Units that belong to no host, and have nothing cached.</param>
    /// <param name="options">Options, or null for what they are unless said otherwise.</param>
    /// <param name="unitMap">For each unit of the saved host, which of the units it is now; null if they are the same in the same order.</param>
    /// <exception cref="SavedStateException">The state is damaged or does not fit; the units are as they were, and belong to no host.</exception>
    /// <exception cref="ArgumentException">There is no unit, there are too many, or one belongs to a host already.</exception>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm; the units belong to no host.</exception>
    public static IommuHost Restore(ReadOnlySpan<byte> state, IReadOnlyList<IommuUnit> units, IommuHostOptions? options = null, IReadOnlyList<int>? unitMap = null)
    {
        ArgumentNullException.ThrowIfNull(units);
        HostStateReader reader = new(state);
        DomainIdAllocator ids = new(DomainIdAllocator.Last, Environment.ProcessorCount, reader.DomainIds());
        int[] map = reader.MapUnits(units, unitMap);
        options ??= new IommuHostOptions();
        return Fill(new IommuHost(units, options, ids), reader, map);
    }

    // What it has got until it fails goes with it, and so do its units.
    private static IommuHost Fill([Consumes(OnThrow = true)] IommuHost host, HostStateReader reader, int[] map)
    {
        try
        {
            reader.Restore(host, map, host._options.TimeProvider);
            return host;
        }
        catch (Exception failure)
        {
            host.Close();
            if (failure is PageFramesExhaustedException or DomainIdsExhaustedException)
            {
                throw new SavedStateException(SavedStateFault.NoRoom, failure.Message, failure);
            }

            if (failure is NotSupportedException)
            {
                throw new SavedStateException(SavedStateFault.CapabilityMissing, failure.Message, failure);
            }

            // What the restored host itself refuses, no host can have had.
            if (failure is not IommuUnitFailedException && failure is IommuException or ArgumentException or InvalidOperationException)
            {
                throw new SavedStateException(SavedStateFault.Inconsistent, failure.Message, failure);
            }

            throw;
        }
    }

    internal ParentDomain RestoreParentDomain(ParentDomainOptions options, HostDomainId claimed) => CreateParentDomain(options, claimed);

    internal ParentDomain[] SnapshotParents()
    {
        lock (_gate)
        {
            return [.. _parents];
        }
    }
}
