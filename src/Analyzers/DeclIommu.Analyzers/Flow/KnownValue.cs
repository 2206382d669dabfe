namespace DeclIommu.Analyzers.Flow;

/// <summary>What a branch or an assignment tells of a variable's value.</summary>
/// <param name="IsEqual">True: it is the value; false: it is something else.</param>
/// <param name="Value">A constant, or null for the null reference.</param>
internal sealed record KnownValue(bool IsEqual, object? Value)
{
    public static readonly KnownValue True = new(true, true);
    public static readonly KnownValue False = new(true, false);
    public static readonly KnownValue Null = new(true, null);
    public static readonly KnownValue NotNull = new(false, null);

    public static KnownValue Of(bool value) => value ? True : False;

    /// <summary>Whether it equals the constant: yes, no, or not known.</summary>
    public bool? EqualTo(object? constant)
    {
        if (IsEqual)
        {
            return Equals(Value, constant);
        }

        if (Equals(Value, constant))
        {
            return false;
        }

        // Not the one bool is the other.
        return Value is bool && constant is bool ? true : null;
    }
}
