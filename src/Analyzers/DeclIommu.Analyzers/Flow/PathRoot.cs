namespace DeclIommu.Analyzers.Flow;

/// <summary>What an access path starts from.</summary>
internal enum PathRoot
{
    This,
    Parameter,
    Local,
    Static,

    /// <summary>A value whose origin is one place in the code: a new object, the result of a call.</summary>
    Value,

    /// <summary>Any instance of a type.</summary>
    AnyInstance,
}
