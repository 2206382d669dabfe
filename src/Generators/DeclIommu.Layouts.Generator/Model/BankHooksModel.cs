using System.Linq;
using DeclIommu.Layouts.Generator.Primitives;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>The hooks of a bank. They are a file of their own: an edit in a layout leaves them as they are.</summary>
internal sealed record BankHooksModel(TypeModel Type, EquatableArray<HookModel> Hooks)
{
    public static BankHooksModel Of(BankModel bank) => new(
        bank.Type,
        new EquatableArray<HookModel>(bank.Registers.Select(static register => new HookModel(register.Name.TrimStart('@'), register.Value.TypeName, register.Repeat is not null))));
}
