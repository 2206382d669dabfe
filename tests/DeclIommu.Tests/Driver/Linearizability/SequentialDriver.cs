namespace DeclIommu.Tests.Linearizability;

/// <summary>The driver as a user may think of it: sets and dictionaries, one step after the other.</summary>
internal sealed class SequentialDriver
{
    private readonly Func<Step, Outcome> _told;
    private readonly Dictionary<int, int> _slots = [];
    private readonly Dictionary<int, int> _places = [];
    private readonly Dictionary<int, ulong> _pages = [];
    private readonly HashSet<int> _dead = [];
    private readonly bool _killsEver;
    private bool _hasKilled;

    /// <param name="told">What the caller of a step was told; the model says whether that can be.</param>
    /// <param name="killsEver">Whether a unit dies at some time: an unmapping that another thread has seen may fail later than that.</param>
    public SequentialDriver(Func<Step, Outcome> told, bool killsEver)
    {
        _killsEver = killsEver;
        _told = static _ => Outcome.Done;
        Array.ForEach(ConcurrentDriver.Beginning, step => TryRun(step));
        _told = told;
    }

    private int LiveIds => 1 + GuestIds + (_slots.ContainsKey(ConcurrentDriver.Slots - 1) ? 1 : 0);

    private int GuestIds => _slots.Where(static slot => slot.Key != ConcurrentDriver.Slots - 1).Select(static slot => slot.Value).Distinct().Count();

    public string Observation => ConcurrentDriver.Describe(
        device => _places.GetValueOrDefault(device, ConcurrentDriver.Nowhere),
        (device, page) => TranslatesThroughParent(device) && _pages.TryGetValue(page, out ulong frame) ? frame : null,
        page => _pages.TryGetValue(page, out ulong frame) ? frame : null,
        GuestIds,
        quarantined: 0,
        unconfirmed: 0);

    /// <summary>Does a step.</summary>
    /// <returns>Whether its caller can have been told what he was.</returns>
    public bool TryRun(Step step)
    {
        Outcome outcome = _told(step);
        switch (step.Kind)
        {
            case StepKind.Create:
                return Create(step, outcome);
            case StepKind.Dispose:
                return Dispose(step.First, outcome);
            case StepKind.Attach:
                return Attach(step.First, step.Second, outcome);
            case StepKind.Detach:
                _places.Remove(step.First);
                return outcome == Outcome.Done || CanFailAt(step.First, outcome);
            case StepKind.Map:
                return Map(step, outcome);
            case StepKind.Unmap:
                return Unmap(step.First, outcome);
            case StepKind.GuestCommand:
                return outcome == Outcome.Done || (outcome == Outcome.UnitFailed && _hasKilled);
            case StepKind.Kill:
                _hasKilled = true;
                _dead.Add(step.First);
                return true;
            case StepKind.Recover:
                // It fails only over a unit that dies again meanwhile.
                return outcome == Outcome.UnitFailed ? _dead.Contains(step.First) : Revive(step.First, outcome);
            default:
                return outcome == Outcome.Done;
        }
    }

    // What no unit has confirmed to have forgotten keeps its ID.
    private bool Create(Step step, Outcome outcome)
    {
        if (_slots.ContainsKey(step.First))
        {
            return outcome == Outcome.Nothing;
        }

        if (outcome == Outcome.Exhausted && _hasKilled)
        {
            return true;
        }

        int before = LiveIds;
        _slots.Add(step.First, step.Second);
        bool isPossible = LiveIds <= Math.Max(before, ConcurrentDriver.Ids);
        if (!isPossible)
        {
            _slots.Remove(step.First);
        }

        return outcome == (isPossible ? Outcome.Done : Outcome.Exhausted);
    }

    private bool Dispose(int slot, Outcome outcome)
    {
        if (!_slots.Remove(slot))
        {
            return outcome == Outcome.Nothing;
        }

        foreach (int device in _places.Where(place => place.Value == slot).Select(static place => place.Key).ToList())
        {
            _places.Remove(device);
        }

        return outcome == Outcome.Done;
    }

    private bool Attach(int device, int place, Outcome outcome)
    {
        if (place != ConcurrentDriver.ParentPlace && !_slots.ContainsKey(place))
        {
            return outcome == Outcome.Gone;
        }

        if (_places.GetValueOrDefault(device, ConcurrentDriver.Nowhere) == place)
        {
            return outcome == Outcome.Done;
        }

        if (CanFailAt(device, outcome))
        {
            _places.Remove(device);
            return true;
        }

        _places[device] = place;
        return outcome == Outcome.Done;
    }

    private bool Map(Step step, Outcome outcome)
    {
        if (_pages.ContainsKey(step.First))
        {
            return outcome == Outcome.Overlap;
        }

        if (outcome == Outcome.StillCached)
        {
            return _hasKilled;
        }

        _pages[step.First] = ConcurrentDriver.FrameOf(step);
        return outcome == Outcome.Done;
    }

    private bool Unmap(int page, Outcome outcome)
    {
        bool wasMapped = _pages.Remove(page);
        return outcome == Outcome.UnitFailed ? _killsEver : outcome == (wasMapped ? Outcome.Done : Outcome.Nothing);
    }

    private bool Revive(int unit, Outcome outcome)
    {
        _dead.Remove(unit);
        return outcome == Outcome.Done;
    }

    private bool CanFailAt(int device, Outcome outcome) => outcome == Outcome.UnitFailed && _dead.Contains(device / 2);

    private bool TranslatesThroughParent(int device) =>
        _places.TryGetValue(device, out int place) && (place == ConcurrentDriver.ParentPlace || place < ConcurrentDriver.Slots - 1);
}
