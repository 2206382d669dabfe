using System;
using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.RuntimeChecks;

/// <summary>Turns the contracts of a type's members into conditions that can be asked at run time.</summary>
internal sealed class AssertionReader
{
    private readonly INamedTypeSymbol _type;
    private readonly ContractReader _contracts;

    public AssertionReader(INamedTypeSymbol type, ContractReader contracts)
    {
        _type = type;
        _contracts = contracts;
    }

    /// <summary>A line an assertion: member, condition and message, separated by tabs.</summary>
    public string Read(bool isStatic)
    {
        var lines = new List<string>();
        foreach (IGrouping<string, ISymbol> members in _type.GetMembers().Where(member => member.IsStatic == isStatic).GroupBy(static member => member.Name, StringComparer.Ordinal))
        {
            string[][] each = members.Where(static member => member is IMethodSymbol { MethodKind: MethodKind.Ordinary } or IFieldSymbol or IPropertySymbol).Select(member => Of(member).ToArray()).ToArray();

            // Only the name of the caller is known at run time: what not all overloads ask for cannot be asserted of any.
            lines.AddRange(InAll(each));
        }

        return string.Join("\n", lines.Distinct());
    }

    private IEnumerable<string> Of(ISymbol member) => member switch
    {
        IMethodSymbol method => Effects(method, member.Name),
        IPropertySymbol property when _contracts.Guards(property).IsEmpty => InAll(Accessors(property)),
        _ => _contracts.Guards(member).Select(guard => OfGuard(guard, member.Name)).OfType<string>(),
    };

    /// <summary>The lines that all have; none if there is nothing that could have any, as of a property that lacks its accessors still.</summary>
    private static IEnumerable<string> InAll(IEnumerable<IEnumerable<string>> each)
        => each.Skip(1).Aggregate(each.FirstOrDefault() ?? Enumerable.Empty<string>(), static (common, other) => common.Intersect(other));

    private IEnumerable<IEnumerable<string>> Accessors(IPropertySymbol property)
    {
        foreach (IMethodSymbol? accessor in new[] { property.GetMethod, property.SetMethod })
        {
            if (accessor is not null)
            {
                yield return Effects(accessor, property.Name);
            }
        }
    }

    private IEnumerable<string> Effects(IMethodSymbol method, string name)
    {
        foreach (LockEffect effect in _contracts.Effects(method).Effects)
        {
            if (effect.Kind is LockEffectKind.Require && Held(effect.Lock, effect.Mode) is { } held)
            {
                yield return Line(name, held, "requires '" + effect.Lock.Text + "' to be held");
            }
            else if (effect.Kind is LockEffectKind.Exclude or LockEffectKind.RequireNotHeld && Held(effect.Lock, LockMode.Shared) is { } excluded)
            {
                yield return Line(name, "!(" + excluded + ")", "excludes '" + effect.Lock.Text + "', which is held");
            }
        }
    }

    private string? OfGuard(Guard guard, string name)
    {
        if (guard.Kind is not (GuardKind.All or GuardKind.Any))
        {
            return null;
        }

        string[] held = guard.Locks.Select(@lock => Held(@lock, LockMode.Shared)).Where(static condition => condition is not null).ToArray()!;
        string condition = string.Join(guard.Kind is GuardKind.All ? " && " : " || ", held.Select(static text => "(" + text + ")"));
        return held.Length < guard.Locks.Length || held.Length == 0 ? null : Line(name, condition, "requires '" + string.Join("', '", guard.Locks.Select(static @lock => @lock.Text)) + "' to be held");
    }

    private static string Line(string member, string condition, string message) => member + "\t" + condition + "\t'" + member + "' " + message + ".";

    /// <summary>The question whether a lock is held, or null if the lock cannot be asked.</summary>
    private string? Held(LockTemplate @lock, LockMode mode)
    {
        if (@lock.Root is not (TemplateRoot.This or TemplateRoot.Static))
        {
            return null;
        }

        string text = @lock.Text;
        ITypeSymbol? type = @lock.LastSymbol switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            null when @lock.IsSelf && _type.IsReferenceType => _type,
            _ => null,
        };
        return PrimitiveContracts.PrimitiveOf(type)?.Name switch
        {
            "Lock" => text + ".IsHeldByCurrentThread",
            "SpinLock" => "!" + text + ".IsThreadOwnerTrackingEnabled || " + text + ".IsHeldByCurrentThread",
            "ReaderWriterLockSlim" when mode is LockMode.Exclusive => text + ".IsWriteLockHeld",
            "ReaderWriterLockSlim" => text + ".IsReadLockHeld || " + text + ".IsUpgradeableReadLockHeld || " + text + ".IsWriteLockHeld",
            null when type is { IsReferenceType: true } && _contracts.Lockable(type) is null => "global::System.Threading.Monitor.IsEntered(" + text + ")",
            _ => null,
        };
    }
}
