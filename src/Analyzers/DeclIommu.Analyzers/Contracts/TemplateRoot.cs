namespace DeclIommu.Analyzers.Contracts;

/// <summary>Where a lock expression of a contract starts.</summary>
internal enum TemplateRoot
{
    /// <summary>The receiver.</summary>
    This,

    /// <summary>A parameter of the member.</summary>
    Parameter,

    /// <summary>A static field, property or method.</summary>
    Static,

    /// <summary>Any instance of a type.</summary>
    AnyInstance,

    /// <summary>The locks that a scope manages.</summary>
    Managed,

    /// <summary>The expression does not bind.</summary>
    Invalid,

    /// <summary>A variable of the method around a lambda or local function.</summary>
    Captured,
}
