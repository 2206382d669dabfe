namespace DeclIommu.Layouts;

/// <summary>The order of the bytes of a layout in memory.</summary>
public enum ByteOrder
{
    /// <summary>The byte with the least significant bits comes first.</summary>
    LittleEndian,

    /// <summary>The byte with the most significant bits comes first.</summary>
    BigEndian,
}
