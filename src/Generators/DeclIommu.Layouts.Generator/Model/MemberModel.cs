namespace DeclIommu.Layouts.Generator.Model;

/// <summary>The partial member that a generated implementation completes: its modifiers as written, word for word.</summary>
internal sealed record MemberModel
{
    public required AccessorForm Form { get; init; }

    /// <summary>The name of the property, <c>Item</c> for an indexer, the name behind <c>Get</c> for methods.</summary>
    public required string Name { get; init; }

    /// <summary>The modifiers of the member, <c>partial</c> included.</summary>
    public required string Modifiers { get; init; }

    /// <summary>The modifiers of the getter, for example <c>readonly</c>; null if there is none.</summary>
    public string? GetterModifiers { get; init; }

    /// <summary>The modifiers of the setter, for example <c>private</c>; null if there is none.</summary>
    public string? SetterModifiers { get; init; }

    /// <summary>True if the setter is <c>init</c>.</summary>
    public bool SetterIsInit { get; init; }

    /// <summary>The modifiers of the <c>Set…</c> method; null if there is none.</summary>
    public string? SetMethodModifiers { get; init; }

    /// <summary>The name of the index parameter.</summary>
    public string IndexName { get; init; } = "index";

    /// <summary>The name of the index parameter of a <c>Set…</c> method.</summary>
    public string SetIndexName { get; init; } = "index";

    /// <summary>The name of the value parameter of a <c>Set…</c> method.</summary>
    public string ValueName { get; init; } = "value";

    public bool HasGetter => GetterModifiers is not null;

    /// <summary>True if the getter promises not to change the value.</summary>
    public bool IsReadOnly => GetterModifiers == "readonly" || (" " + Modifiers + " ").Contains(" readonly ");

    public bool HasSetter => SetterModifiers is not null || SetMethodModifiers is not null;
}
