using System.Collections.Generic;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>DIR0001 to DIR0003 and DIR0008: an owned reference is released or handed on, on every path.</summary>
internal static class LeakRule
{
    public static readonly DiagnosticDescriptor Leak = Create(
        RuleIds.Leak, "Owned reference leaks", "The reference to '{0}' is owned here and not released on every path{1}",
        "Who owns a reference releases it, returns it where the contract says so, or passes it to an owner.");

    public static readonly DiagnosticDescriptor OnException = Create(
        RuleIds.LeakOnException, "Owned reference leaks when an exception is thrown", "The reference to '{0}' is not released when an exception leaves the member{1}",
        "The release is not in a finally block, so an exception skips it.");

    public static readonly DiagnosticDescriptor ByOverwrite = Create(
        RuleIds.LeakByOverwrite, "Owned reference overwritten", "The reference to '{0}' is overwritten before it is released{1}",
        "Nothing names the object any more, so nobody can release it.");

    public static readonly DiagnosticDescriptor NotConsumed = Create(
        RuleIds.NotConsumed, "Consumed parameter not consumed", "By its contract the member consumes '{0}', but a path neither releases it nor hands it on{1}",
        "The caller has given the reference up: a path that does nothing with it leaks it.");

    /// <summary>What to report of a lost reference, or null if nothing.</summary>
    public static (DiagnosticDescriptor Rule, DiagnosticSeverity Severity)? Judge(ReferenceLog.Loss loss, AnalysisOptions options)
    {
        HashSet<LossKind> kinds = loss.Kinds;
        if (loss.MayBeExcused)
        {
            return null;
        }

        bool isForgiving = loss.Acquisition.Pair is { IsForgiving: true };
        if (loss.Acquisition.Kind is AcquisitionKind.Parameter)
        {
            bool isSure = kinds.Contains(LossKind.AtEnd) || kinds.Contains(LossKind.ByOverwrite) || kinds.Contains(LossKind.Untold);
            return isSure || (kinds.Contains(LossKind.ByThrow) && options.ExplicitExceptions) ? (NotConsumed, DiagnosticSeverity.Warning)
                : kinds.Contains(LossKind.ByCall) && options.ImplicitExceptions ? (NotConsumed, DiagnosticSeverity.Info)
                : null;
        }

        if (kinds.Contains(LossKind.ByOverwrite))
        {
            return (ByOverwrite, DiagnosticSeverity.Warning);
        }

        if (kinds.Contains(LossKind.AtEnd) || kinds.Contains(LossKind.Untold))
        {
            return (Leak, DiagnosticSeverity.Warning);
        }

        if (kinds.Contains(LossKind.ByThrow) && options.ExplicitExceptions)
        {
            return (OnException, isForgiving ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning);
        }

        return kinds.Contains(LossKind.ByCall) && options.ImplicitExceptions && !isForgiving ? (OnException, DiagnosticSeverity.Info) : null;
    }

    public static object[] Arguments(ReferenceLog.Loss loss)
    {
        string more = loss.Acquisition.Pair is { } pair ? "; " + pair.Release + " gives it back"
            : loss.Kinds.Contains(LossKind.Untold) ? "; the caller gets it without being told: declare [ReturnsOwned] or [Owned]"
            : "";
        return new object[] { loss.Name, more };
    }

    private static DiagnosticDescriptor Create(string id, string title, string message, string description)
        => new(id, title, message, RuleCategories.References, DiagnosticSeverity.Warning, isEnabledByDefault: true, description, RuleLinks.For(id));
}
