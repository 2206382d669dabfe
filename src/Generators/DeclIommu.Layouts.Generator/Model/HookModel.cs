namespace DeclIommu.Layouts.Generator.Model;

/// <summary>What the hooks of a register are declared with.</summary>
internal sealed record HookModel(string Register, string TypeName, bool IsRepeated);
