using System.Collections.Generic;
using System.Globalization;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Gives the private members of a bank names that nobody else has taken.</summary>
internal sealed class BankNames
{
    private readonly HashSet<string> _taken;

    public BankNames(IEnumerable<string> taken) => _taken = [.. taken];

    /// <summary>The name itself or, if it is taken, the name with a number.</summary>
    public string Take(string name)
    {
        string free = name;
        for (int number = 2; !_taken.Add(free); number++)
        {
            free = name + number.ToString(CultureInfo.InvariantCulture);
        }

        return free;
    }
}
