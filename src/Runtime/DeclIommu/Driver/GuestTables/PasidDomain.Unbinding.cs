using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <content>Letting PASIDs lead nowhere, at once or later.</content>
public sealed partial class PasidDomain
{
    // Only in lazy mode.
    [Owned]
    [PointeeGuardedBy(nameof(_bindingGate))]
    private readonly FlushDeadline? _deadline;

    // In lazy mode: no longer bound, but units may still walk the tables, which therefore count as in use.
    [Owned]
    [GuardedBy(nameof(_bindingGate))]
    private readonly Dictionary<uint, GuestTableBinding> _unbound = [];

    /// <summary>How many PASIDs lead nowhere, but under which some unit may still use the table that was bound to them. Always 0 in strict mode.</summary>
    public int UnconfirmedPasids
    {
        get
        {
            lock (_bindingGate)
            {
                return _unbound.Count;
            }
        }
    }

    /// <summary>Lets a PASID lead nowhere.</summary>
    /// <param name="pasid">The process address space.</param>
    /// <returns>Whether a table was bound to it.</returns>
    /// <remarks>
    /// In strict mode it returns when no unit can use the page table under the PASID any more. In lazy mode it returns at once, unless more PASIDs wait than may: units may use the table under
    /// it until <see cref="Flush"/> has succeeded, the table is disposed, or the PASID is bound anew.
    /// </remarks>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm. In strict mode the table counts as bound until a further call has succeeded.</exception>
    public bool Unbind(Pasid pasid)
    {
        IommuUnitFailedException? failure;
        lock (_bindingGate)
        {
            if (!_bindings.ContainsKey(pasid.Value))
            {
                return false;
            }

            failure = _deadline is null ? UnbindBound(pasid) : UnbindLater(pasid);
        }

        Host.ThrowAfterBlocking(failure);
        return true;
    }

    /// <summary>Has every unit forget the tables of the PASIDs that wait for it, in lazy mode; there are none in strict mode.</summary>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm.</exception>
    public void Flush()
    {
        IommuUnitFailedException? failure;
        lock (_bindingGate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            failure = FlushUnbound();
        }

        Host.ThrowAfterBlocking(failure);
    }

    /// <summary>Lets a PASID lead nowhere, and returns when no unit can use the page table under it any more, whenever it was unbound.</summary>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm.</exception>
    internal void UnbindNow(Pasid pasid)
    {
        IommuUnitFailedException? failure;
        lock (_bindingGate)
        {
            failure = _bindings.ContainsKey(pasid.Value) ? UnbindBound(pasid)
                : _unbound.ContainsKey(pasid.Value) ? FlushUnbound()
                : null;
        }

        Host.ThrowAfterBlocking(failure);
    }

    /// <summary>Flushes what waits, and logs the first time that this fails; does nothing in strict mode.</summary>
    internal void FlushUnboundInTime()
    {
        bool isRetry;
        int waiting;
        IommuUnitFailedException? failure;
        lock (_bindingGate)
        {
            if (_deadline is null || _isClosed)
            {
                return;
            }

            isRetry = _deadline.IsRetrying;
            failure = FlushUnbound();
            waiting = _unbound.Count;
        }

        if (failure is null)
        {
            return;
        }

        Host.BlockAfter(failure);
        if (!isRetry && Host.Logger is { } logger)
        {
            DriverLog.DeferredUnbindFailed(logger, failure, DomainId, waiting);
        }
    }

    [RequiresLock(nameof(_bindingGate))]
    private IommuUnitFailedException? UnbindBound(Pasid pasid)
    {
        _table.Clear(pasid);
        IommuUnitFailedException? failure = Invalidate(pasid);
        if (failure is null && _bindings.Remove(pasid.Value, out GuestTableBinding? binding))
        {
            binding.End();
        }

        return failure;
    }

    [RequiresLock(nameof(_bindingGate))]
    private IommuUnitFailedException? UnbindLater(Pasid pasid)
    {
        _table.Clear(pasid);
        if (_bindings.Remove(pasid.Value, out GuestTableBinding? binding))
        {
            _unbound.Add(pasid.Value, binding);
        }

        _deadline?.Arm();
        return _unbound.Count > Options.MostDeferredRanges ? FlushUnbound() : null;
    }

    [RequiresLock(nameof(_bindingGate))]
    private IommuUnitFailedException? FlushUnbound()
    {
        _deadline?.Begin();
        if (_unbound.Count == 0)
        {
            return null;
        }

        IommuUnitFailedException? failure;
        FlushBatch batch = Host.RentBatch();
        try
        {
            foreach (uint pasid in _unbound.Keys)
            {
                AddInvalidations(batch, new Pasid(pasid), [PageRange.All]);
            }

            failure = batch.Execute(out _);
        }
        finally
        {
            Host.ReturnBatch(batch);
        }

        _deadline?.End(confirmed: failure is null);
        if (failure is not null)
        {
            _deadline?.Arm();
            return failure;
        }

        // A dictionary may lose entries while it is gone through.
        foreach (uint pasid in _unbound.Keys)
        {
            if (_unbound.Remove(pasid, out GuestTableBinding? binding))
            {
                binding.End();
            }
        }

        return null;
    }
}
