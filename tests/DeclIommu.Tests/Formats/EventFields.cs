using System.Text.Json;
using DeclIommu.Formats;

namespace DeclIommu.Tests.Formats;

/// <summary>Compares what an event declares with what Linux read from the same bytes.</summary>
internal struct EventFields : IEventLogEntryHandler
{
    private readonly Vector _vector;
    private readonly JsonElement _expected;
    private bool _isKnown;

    private EventFields(Vector vector, JsonElement expected)
    {
        _vector = vector;
        _expected = expected;
    }

    // Linux's types 10 to 12 have no names there, 15 has none anywhere.
    private static bool HasFields(ulong type) => type is (>= 1 and <= 9) or 13 or 14;

    public static void Check(Vector vector, JsonElement expected)
    {
        var fields = new EventFields(vector, expected);
        EventLogEntry.Dispatch(vector.Bytes, ref fields);
        ulong type = Vector.NumberOf(expected.GetProperty("type"));
        vector.Expect(type, (ulong)EventLogEntry.Read(vector.Bytes).Code, "code");
        vector.Expect(HasFields(type), fields._isKnown, "is known to Linux");
    }

    public void OnIllegalDeviceTableEntryEvent(in IllegalDeviceTableEntryEvent e)
    {
        Expect("devid", e.DeviceId.Value);
        Expect("pasid", e.Pasid.Value);
        Expect("address", e.Address, lowBits: 2);
        Flags(e.IsGuest, false, false, e.IsInterrupt, false, e.IsWrite, false, e.ReservedBitSet, e.IsTranslationRequest, declared: 0b1_1010_1001);
    }

    public void OnIoPageFaultEvent(in IoPageFaultEvent e)
    {
        Expect("devid", e.DeviceId.Value);
        Expect("domain", e.DomainId.Value);
        Expect("address", e.Address);
        Flags(e.IsGuest, e.NoExecute, e.IsUser, e.IsInterrupt, e.IsPresent, e.IsWrite, e.PermissionDenied, e.ReservedBitSet, e.IsTranslationRequest, declared: 0b1_1111_1111);
    }

    public void OnDeviceTableHardwareErrorEvent(in DeviceTableHardwareErrorEvent e)
    {
        Expect("devid", e.DeviceId.Value);
        Expect("address", e.Address, lowBits: 4);
        Flags(false, false, false, e.IsInterrupt, false, e.IsWrite, false, false, e.IsTranslationRequest, declared: 0b1_0010_1000, (byte)e.ErrorType, 0b11);
    }

    public void OnPageTableHardwareErrorEvent(in PageTableHardwareErrorEvent e)
    {
        Expect("devid", e.DeviceId.Value);
        Expect("pasid", e.Pasid.Value);
        Expect("address", e.Address);
        Flags(e.IsGuest, false, false, e.IsInterrupt, false, e.IsWrite, false, false, e.IsTranslationRequest, declared: 0b1_0010_1001, (byte)e.ErrorType, 0b11);
    }

    public void OnIllegalCommandEvent(in IllegalCommandEvent e)
    {
        _isKnown = true;
        Expect("address", e.Address, lowBits: 4);
    }

    public void OnCommandHardwareErrorEvent(in CommandHardwareErrorEvent e)
    {
        Expect("address", e.Address, lowBits: 4);
        Flags(false, false, false, false, false, false, false, false, false, declared: 0, (byte)e.ErrorType, 0b11);
    }

    public void OnIotlbInvalidationTimeoutEvent(in IotlbInvalidationTimeoutEvent e)
    {
        _isKnown = true;
        Expect("devid", e.DeviceId.Value);
        Expect("address", e.Address, lowBits: 4);
    }

    public void OnInvalidDeviceRequestEvent(in InvalidDeviceRequestEvent e)
    {
        Expect("devid", e.DeviceId.Value);
        Expect("pasid", e.Pasid.Value);
        Expect("address", e.Address);
        Flags(e.IsGuest, e.IsUser, false, false, false, false, false, false, e.IsTranslationRequest, declared: 0b1_0000_0011, e.RequestType, 0b111);
    }

    public void OnInvalidPageRequestEvent(in InvalidPageRequestEvent e)
    {
        _isKnown = true;
        Expect("devid", e.DeviceId.Value);
        Expect("pasid", e.Pasid.Value);
        Expect("address", e.Address);
        Expect("tag", e.Tag);
        Expect("flags", e.Flags);
    }

    public readonly void OnEventCounterZeroEvent(in EventCounterZeroEvent e)
    {
        UInt128 raw = _vector.Raw128;
        ulong note = ((ulong)(raw >> 64) & 0xFFFFF) << 32 | (uint)(raw >> 96);
        _vector.Expect(note, e.CounterNote, "note");
    }

    public readonly void OnGuestEventFaultEvent(in GuestEventFaultEvent e) => _vector.Expect(_vector.Raw128, e.ToRaw(), "bits");

    public readonly void OnVirtualIommuHardwareErrorEvent(in VirtualIommuHardwareErrorEvent e) => _vector.Expect(_vector.Raw128, e.ToRaw(), "bits");

    public void OnRmpPageFaultEvent(in RmpPageFaultEvent e)
    {
        _isKnown = true;
        Expect("devid", e.DeviceId.Value);
        Expect("vmg_tag", e.GuestTag);
        Expect("gpa", e.Address);
        Expect("flags_rmp", e.RmpFlags);
        Expect("flags", e.Flags);
    }

    public void OnRmpHardwareErrorEvent(in RmpHardwareErrorEvent e)
    {
        _isKnown = true;
        Expect("devid", e.DeviceId.Value);
        Expect("vmg_tag", e.GuestTag);
        Expect("spa", e.Address, lowBits: 3);
        Expect("flags", e.Flags);
    }

    public readonly void OnUnknown(in EventLogEntry raw) => _vector.Expect(15UL, (ulong)raw.Code, "code without a name");

    // Linux prints whole words; the low bits that the specification keeps out of an address are left out here.
    private readonly void Expect(string name, ulong actual, int lowBits = 0) =>
        _vector.Expect((Vector.NumberOf(_expected.GetProperty(name)) >> lowBits) << lowBits, actual, name);

    // Linux prints the flags [59:48] as one number.
    private void Flags(bool gn, bool nx, bool us, bool i, bool pr, bool rw, bool pe, bool rz, bool tr, int declared, byte type = 0, int typeBits = 0)
    {
        _isKnown = true;
        bool[] flags = [gn, nx, us, i, pr, rw, pe, rz, tr];
        int actual = type << 9;
        for (int bit = 0; bit < flags.Length; bit++)
        {
            actual |= flags[bit] ? 1 << bit : 0;
        }

        _vector.Expect((int)Vector.NumberOf(_expected.GetProperty("flags")) & (declared | typeBits << 9), actual, "flags");
    }
}
