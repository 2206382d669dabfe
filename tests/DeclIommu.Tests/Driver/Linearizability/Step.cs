namespace DeclIommu.Tests.Linearizability;

/// <summary>One operation of a history.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="First">The slot, the device, the page or the unit.</param>
/// <param name="Second">What else it takes.</param>
/// <param name="Tag">Tells it from other steps, and is the number of the frame that it maps.</param>
internal readonly record struct Step(StepKind Kind, int First, int Second, int Tag)
{
    public override string ToString() => $"{Kind}({First}, {Second}, #{Tag})";
}
