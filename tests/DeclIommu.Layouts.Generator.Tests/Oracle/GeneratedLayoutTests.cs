using System.Reflection;
using System.Runtime.Loader;
using DeclIommu.Layouts.Generator.Tests.Support;
using DeclIommu.Layouts.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace DeclIommu.Layouts.Generator.Tests.Oracle;

/// <summary>Layouts that are written, generated for, compiled and loaded here, and then checked against the reference.</summary>
public sealed class GeneratedLayoutTests
{
    private static readonly LayoutCheckOptions Brief = new() { ValuesPerField = 2, Images = 8 };

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Every_width_works_across_every_boundary(bool isSigned, bool isBigEndian) => Check(WidthSweep.Source(isSigned, isBigEndian), isChecked: isSigned);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Random_fields_of_every_kind_work_together(int seed, bool isChecked) => Check(new RandomLayouts(seed).Source(24), isChecked);

    private static void Check(string source, bool isChecked)
    {
        GeneratorRun run = GeneratorRun.Of(source, isChecked: isChecked);
        using var image = new MemoryStream();
        EmitResult result = run.Output.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(GeneratorRun.Faults(result.Diagnostics));
        image.Position = 0;
        var context = new AssemblyLoadContext("Declared", isCollectible: true);
        try
        {
            Assembly assembly = context.LoadFromStream(image);
            foreach (Type layout in LayoutCheck.LayoutsOf(assembly))
            {
                Assert.True(LayoutCheck.Run(layout, Brief).Comparisons > 100);
            }
        }
        finally
        {
            context.Unload();
        }
    }
}
