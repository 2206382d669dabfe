namespace DeclIommu.Layouts.Generator.Model;

/// <summary>How often and at which distance a field (bits) or register (bytes) stands.</summary>
internal sealed record RepeatModel(int Count, int Stride);
