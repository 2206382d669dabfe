using System;

namespace DeclIommu.Contracts;

/// <summary>The method returns what it found, and has had its effect only if that is equal to a parameter: the caller must compare.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = true)]
public sealed class ExchangesIfEqualAttribute : Attribute
{
    /// <summary>Makes the contract.</summary>
    /// <param name="parameter">The name of the parameter that the result is compared with.</param>
    public ExchangesIfEqualAttribute(string parameter) => Parameter = parameter;

    /// <summary>The name of the parameter that the result is compared with.</summary>
    public string Parameter { get; }
}
