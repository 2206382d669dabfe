namespace DeclIommu.AnalyzerCost;

/// <summary>What one build took, in seconds.</summary>
/// <param name="Build">The whole build.</param>
/// <param name="Processor">The time of all processors in it, user and system; 0 where /proc is not there.</param>
/// <param name="Compiler">The compiler in it.</param>
/// <param name="Analyzers">The sum over all analyzers, as the compiler reports it; they run beside each other and beside the compiler.</param>
/// <param name="Ours">The part of those of DeclIommu.Analyzers.</param>
internal readonly record struct BuildTimes(double Build, double Processor, double Compiler, double Analyzers, double Ours);
