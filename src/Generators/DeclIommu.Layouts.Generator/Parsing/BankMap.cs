using System.Collections.Generic;
using DeclIommu.Layouts.Generator.Diagnostics;
using DeclIommu.Layouts.Generator.Model;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>Tells for each byte of a bank which register has it.</summary>
internal sealed class BankMap(INamedTypeSymbol bank, int sizeInBytes)
{
    private readonly Dictionary<long, ISymbol> _owners = [];

    /// <summary>Takes the bytes of a register, and reports those that are taken or do not exist.</summary>
    public void Take(RegisterModel register, ISymbol symbol, FaultSink faults)
    {
        Location where = FaultSink.LocationOf(symbol.Find(WellKnownNames.Register)!, symbol);
        int count = register.Repeat?.Count ?? 1;
        long stride = register.Repeat?.Stride ?? 0;
        long last = register.Offset + ((count - 1) * stride) + register.SizeInBytes - 1;
        if (register.Offset < 0 || last >= sizeInBytes)
        {
            faults.Add(BankDiagnostics.PastTheEnd, where, FaultSink.LocationOf(bank), symbol.Name, Hex(register.Offset), Hex(last), bank.Name, Hex(sizeInBytes - 1));
            return;
        }

        int misplaced = register.Offset % register.SizeInBytes;
        if (misplaced != 0)
        {
            faults.Add(
                BankDiagnostics.Misaligned, where, FaultSink.LocationOf(symbol), symbol.Name, register.SizeInBytes, Hex(register.Offset), Hex(register.Offset - misplaced + register.SizeInBytes));
            return;
        }

        for (int index = 0; index < count; index++)
        {
            for (int place = 0; place < register.SizeInBytes; place++)
            {
                long offset = register.Offset + (index * stride) + place;
                if (_owners.TryGetValue(offset, out ISymbol? owner))
                {
                    faults.Add(BankDiagnostics.Overlap, where, FaultSink.LocationOf(owner.Find(WellKnownNames.Register)!, owner), symbol.Name, Hex(offset), owner.Name);
                    return;
                }

                _owners.Add(offset, symbol);
            }
        }
    }

    private static string Hex(long offset) => offset < 0 ? "-" + (-offset).ToString("X") : offset.ToString("X");
}
