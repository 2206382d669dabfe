using System.Collections.Generic;
using DeclIommu.Layouts.Generator.Diagnostics;
using DeclIommu.Layouts.Generator.Model;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>What must hold for the access policy, the lock and the reset values of a field or register.</summary>
internal static class PolicyRules
{
    public static void Check(ISymbol member, FieldModel field, FaultSink faults)
    {
        CheckAccess(member, field, faults);
        CheckLock(member, field, faults);
        CheckResets(member, field, faults);
    }

    private static void CheckAccess(ISymbol member, FieldModel field, FaultSink faults)
    {
        if (member.Find(WellKnownNames.Access) is not { } attribute)
        {
            return;
        }

        Location where = FaultSink.LocationOf(attribute, member);
        if (field.Access is < AccessKind.ReadWrite or > AccessKind.WriteOnce)
        {
            faults.Add(BankDiagnostics.UnknownAccess, where, FaultSink.LocationOf(member), member.Name, (int)field.Access);
        }
        else if (field.Constant is not null && field.Access != AccessKind.ReadOnly)
        {
            faults.Add(BankDiagnostics.ConstantWithAccess, where, FaultSink.LocationOf(member), member.Name, field.Access);
        }
    }

    private static void CheckLock(ISymbol member, FieldModel field, FaultSink faults)
    {
        if (member.Find(WellKnownNames.LockedBy) is not { } attribute || field.LockedBy is not { } key)
        {
            return;
        }

        Location where = FaultSink.LocationOf(attribute, member);
        if (key == field.Name.TrimStart('@'))
        {
            faults.Add(BankDiagnostics.LockedByItself, where, FaultSink.LocationOf(member), member.Name);
        }
        else if (field.Constant is not null || field.Access is AccessKind.ReadOnly or AccessKind.ReadClears or AccessKind.ReadSets)
        {
            faults.Add(BankDiagnostics.LockWithoutWrites, where, FaultSink.LocationOf(member), member.Name, key);
        }
    }

    private static void CheckResets(ISymbol member, FieldModel field, FaultSink faults)
    {
        var kinds = new Dictionary<string, Location>();
        foreach (AttributeData reset in member.FindAll(WellKnownNames.Reset))
        {
            Location where = FaultSink.LocationOf(reset, member);
            string? kind = reset.Named<string>("Kind");
            if (kind is not null && !SyntaxFacts.IsValidIdentifier(kind))
            {
                faults.Add(BankDiagnostics.InvalidResetKind, where, FaultSink.LocationOf(member), member.Name, kind);
            }

            if (kinds.TryGetValue(kind ?? string.Empty, out Location? other))
            {
                faults.Add(BankDiagnostics.TwoResets, where, other, member.Name);
            }
            else
            {
                kinds.Add(kind ?? string.Empty, where);
            }

            if (field.Constant is { } constant && constant != reset.Argument<ulong>(0))
            {
                faults.Add(BankDiagnostics.ConstantWithReset, where, FaultSink.LocationOf(member), member.Name, constant, reset.Argument<ulong>(0));
            }
        }
    }
}
