using System;

namespace DeclIommu.Layouts;

/// <summary>A field or register that is repeated at a fixed distance.</summary>
/// <remarks>
/// On a partial indexer, or on the <c>Get…(int index)</c> method of a pair of partial methods <c>Get…</c> and <c>Set…</c>. The hooks of a repeated
/// register take the index first: <c>OnItemWritten(int index, before, after)</c> for the indexer, <c>OnVectorWritten</c> for <c>GetVector</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method, Inherited = false)]
public sealed class RepeatAttribute : Attribute
{
    /// <summary>Repeats the declaration <paramref name="count"/> times.</summary>
    /// <param name="count">The number of elements, at least 1.</param>
    /// <param name="stride">The distance of two elements: in bits for a field, in bytes for a register.</param>
    public RepeatAttribute(int count, int stride)
    {
        Count = count;
        Stride = stride;
    }

    /// <summary>The number of elements.</summary>
    public int Count { get; }

    /// <summary>The distance of two elements: in bits for a field, in bytes for a register.</summary>
    public int Stride { get; }
}
