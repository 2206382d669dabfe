using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>What the parts of the emitter share: the registers, where they lie, and the names of the bank's private members.</summary>
internal sealed class BankPlan
{
    private const int WindowSize = 8;
    private const int MostCases = 32;

    private readonly BankNames _names;
    private readonly Dictionary<(string Type, int Count), string> _arrays = [];
    private readonly Dictionary<string, string> _capabilities = [];

    public BankPlan(BankModel model)
    {
        Model = model;
        _names = new BankNames(model.OwnNames
            .Concat(model.Registers.Select(static register => register.Name.TrimStart('@')))
            .Concat(["SizeInBytes", "Reset", "Read", "Write", "Capabilities", model.Type.Name.TrimStart('@')])
            .Concat(ResetKinds(model).Select(static kind => "Reset" + kind)));
        ReadWindow = _names.Take("ReadWindow");
        WriteWindow = _names.Take("WriteWindow");
        ReadAcross = _names.Take("ReadAcross");
        WriteAcross = _names.Take("WriteAcross");
        Deliver = _names.Take("Deliver");
        Fetch = _names.Take("Fetch");
        ReadRepeated = _names.Take("ReadRepeated");
        WriteRepeated = _names.Take("WriteRepeated");
        ThrowIndexOutOfRange = _names.Take("ThrowIndexOutOfRange");
        CapabilitiesField = _names.Take("_capabilities");
        Registers = [.. model.Registers.Select(register => new BankRegister(register, model, _names))];
        foreach (string capability in Registers.Where(static register => register.Capability is not null).Select(static register => register.Capability!).Distinct())
        {
            _capabilities.Add(capability, _names.Take("_" + char.ToLowerInvariant(capability[0]) + capability.Substring(1) + "On"));
        }

        Ranges = [.. Registers.Where(static register => register.Count > MostCases)];
        Windows = FindWindows();
    }

    public BankModel Model { get; }

    public IReadOnlyList<BankRegister> Registers { get; }

    /// <summary>The registers repeated so often that their windows are computed, not listed.</summary>
    public IReadOnlyList<BankRegister> Ranges { get; }

    /// <summary>What lies in each listed window, lowest byte first.</summary>
    public IReadOnlyDictionary<int, List<BankSlot>> Windows { get; }

    public string ReadWindow { get; }

    public string WriteWindow { get; }

    public string ReadAcross { get; }

    public string WriteAcross { get; }

    public string Deliver { get; }

    public string Fetch { get; }

    public string ReadRepeated { get; }

    public string WriteRepeated { get; }

    public string ThrowIndexOutOfRange { get; }

    public string CapabilitiesField { get; }

    /// <summary>The capabilities that registers depend on, and the fields that hold whether they are on.</summary>
    public IReadOnlyDictionary<string, string> Capabilities => _capabilities;

    /// <summary>The types of inline arrays that were asked for.</summary>
    public IReadOnlyDictionary<(string Type, int Count), string> Arrays => _arrays;

    /// <summary>The name of the type of an inline array.</summary>
    public string ArrayOf(string type, int count)
    {
        if (!_arrays.TryGetValue((type, count), out string? name))
        {
            name = _names.Take(char.ToUpperInvariant(type[0]) + type.Substring(1) + "Array" + count.ToString(CultureInfo.InvariantCulture));
            _arrays.Add((type, count), name);
        }

        return name;
    }

    /// <summary>The named kinds of reset.</summary>
    public static IEnumerable<string> ResetKinds(BankModel model) =>
        model.Registers.SelectMany(static register => register.Fields)
            .SelectMany(static field => field.Resets)
            .Where(static reset => reset.Kind is not null)
            .Select(static reset => reset.Kind!)
            .Distinct();

    /// <summary>The slots that elements of a repeated register can take in a window.</summary>
    public static IEnumerable<BankSlot> SlotsOf(BankRegister register)
    {
        int size = register.Model.SizeInBytes;
        int step = GreatestCommonDivisor(WindowSize, register.Model.Repeat!.Stride);
        for (int place = 0; place < WindowSize; place += size)
        {
            if ((place - register.Model.Offset) % step == 0)
            {
                yield return new BankSlot(register, "index", place);
            }
        }
    }

    private IReadOnlyDictionary<int, List<BankSlot>> FindWindows()
    {
        var windows = new SortedDictionary<int, List<BankSlot>>();
        foreach (BankRegister register in Registers.Except(Ranges))
        {
            for (int index = 0; index < register.Count; index++)
            {
                AddSlot(windows, register, index);
            }
        }

        foreach (BankRegister register in Ranges)
        {
            for (int index = 0; index < register.Count; index++)
            {
                if (windows.ContainsKey(OffsetOf(register, index) / WindowSize))
                {
                    AddSlot(windows, register, index);
                }
            }
        }

        foreach (List<BankSlot> slots in windows.Values)
        {
            slots.Sort(static (left, right) => left.ByteInWindow.CompareTo(right.ByteInWindow));
        }

        return windows;
    }

    private static void AddSlot(SortedDictionary<int, List<BankSlot>> windows, BankRegister register, int index)
    {
        int offset = OffsetOf(register, index);
        if (!windows.TryGetValue(offset / WindowSize, out List<BankSlot>? slots))
        {
            windows.Add(offset / WindowSize, slots = []);
        }

        slots.Add(new BankSlot(register, index.ToString(CultureInfo.InvariantCulture), offset % WindowSize));
    }

    private static int OffsetOf(BankRegister register, int index) => register.Model.Offset + (index * (register.Model.Repeat?.Stride ?? 0));

    private static int GreatestCommonDivisor(int left, int right) => right == 0 ? left : GreatestCommonDivisor(right, left % right);
}
