using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Layouts.Generator.Tests.Support;

/// <summary>Tells which language versions the compiler of the tests knows.</summary>
internal static class LanguageVersions
{
    public static bool IsValid(this LanguageVersion version) => Enum.IsDefined(version);
}
