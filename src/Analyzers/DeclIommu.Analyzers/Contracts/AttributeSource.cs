using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Words;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>The contract attributes of symbols, recognised by name in whatever assembly declares them.</summary>
internal sealed class AttributeSource
{
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<ContractAttribute>> _attributes = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<ContractAttribute>> _returnAttributes = new(SymbolEqualityComparer.Default);

    private readonly ImmutableDictionary<string, ImmutableArray<ContractAttribute>> _external;

    private readonly ConcurrentDictionary<IAssemblySymbol, bool> _speakers = new(SymbolEqualityComparer.Default);
    private readonly IAssemblySymbol _own;
    private readonly Lazy<ContractNames> _names;

    /// <param name="compilation">The compilation under analysis.</param>
    /// <param name="external">Contracts of files, by documentation-comment ID.</param>
    /// <param name="pairs">The documentation-comment IDs of the pairs that files list.</param>
    public AttributeSource(Compilation compilation, ImmutableDictionary<string, ImmutableArray<ContractAttribute>> external, IEnumerable<string> pairs)
    {
        _names = new Lazy<ContractNames>(() => new ContractNames(
            compilation, IsActive ? Speakers(compilation) : new List<IAssemblySymbol>(), external, pairs));
        _external = external;
        _own = compilation.Assembly;
        IsActive = !external.IsEmpty || (Contracts(compilation.GlobalNamespace) is { } known
            && ((SourceWords.Of(compilation) & WordKinds.Contract) != 0 || IsUsedByReference(compilation, known)));
    }

    /// <summary>
    /// False if neither a source names the namespace of the contracts nor a referenced assembly uses them: then no attribute is ever read. To refer to the
    /// contracts alone is to use none.
    /// </summary>
    public bool IsActive { get; }

    /// <summary>The names of what carries contracts.</summary>
    public ContractNames Names => _names.Value;

    public ImmutableArray<ContractAttribute> Of(ISymbol symbol) => CanCarry(symbol) ? _attributes.GetOrAdd(symbol, Read) : ImmutableArray<ContractAttribute>.Empty;

    /// <summary>Those on the return value of a method.</summary>
    public ImmutableArray<ContractAttribute> OfReturn(IMethodSymbol method)
        => CanCarry(method) ? _returnAttributes.GetOrAdd(method, static symbol => ReadAll(((IMethodSymbol)symbol).GetReturnTypeAttributes())) : ImmutableArray<ContractAttribute>.Empty;

    public ContractAttribute? Find(ISymbol symbol, string name)
    {
        foreach (ContractAttribute attribute in Of(symbol))
        {
            if (attribute.Name == name)
            {
                return attribute;
            }
        }

        return null;
    }

    public bool Has(ISymbol symbol, string name) => Find(symbol, name) is not null;

    /// <summary>False if neither the symbol nor what it stands in for has a contract, which its name tells.</summary>
    public bool MayCarry(ISymbol symbol) => IsActive && !Names.Excludes(symbol);

    private bool CanCarry(ISymbol symbol)
        => MayCarry(symbol) && (!_external.IsEmpty || symbol.ContainingAssembly is not { } assembly || SymbolEqualityComparer.Default.Equals(assembly, _own) || _speakers.GetOrAdd(assembly, Knows));

    /// <summary>The references that use contracts, and those that build on one that does.</summary>
    private static List<IAssemblySymbol> Speakers(Compilation compilation)
    {
        List<IAssemblySymbol> others = compilation.SourceModule.ReferencedAssemblySymbols.Where(static assembly => assembly.Name is not "DeclIommu.Contracts").ToList();
        List<IAssemblySymbol> speakers = others.Where(Knows).ToList();
        var names = new HashSet<string>(speakers.Select(static assembly => assembly.Name));
        int before;
        do
        {
            before = names.Count;
            foreach (IAssemblySymbol assembly in others.Where(assembly => !names.Contains(assembly.Name) && assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => names.Contains(reference.Name)))).ToList())
            {
                names.Add(assembly.Name);
                speakers.Add(assembly);
            }
        }
        while (names.Count > before);
        return speakers;
    }

    private static bool Knows(IAssemblySymbol assembly) => assembly.Name is "DeclIommu.Contracts" || RefersToContracts(assembly) || Contracts(assembly.GlobalNamespace) is not null;

    // The namespace says itself which assemblies have a part in it: to ask each of the references for theirs reads all of their names.
    private static bool IsUsedByReference(Compilation compilation, INamespaceSymbol contracts)
        => compilation.SourceModule.ReferencedAssemblySymbols.Any(static assembly => assembly.Name is not "DeclIommu.Contracts" && RefersToContracts(assembly))
            || contracts.ConstituentNamespaces.Any(part => part.ContainingAssembly is { Name: not "DeclIommu.Contracts" } assembly && !SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly));

    private static bool RefersToContracts(IAssemblySymbol assembly)
        => assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static reference => reference.Name is "DeclIommu.Contracts"));

    private static INamespaceSymbol? Contracts(INamespaceSymbol root)
        => root.GetMembers("DeclIommu").OfType<INamespaceSymbol>().SelectMany(static outer => outer.GetMembers("Contracts")).OfType<INamespaceSymbol>().FirstOrDefault();

    private static string? IdOf(ISymbol symbol)
        => symbol is IParameterSymbol { ContainingSymbol: { } owner } parameter
            ? owner.OriginalDefinition.GetDocumentationCommentId() + "#" + parameter.Name
            : symbol.OriginalDefinition.GetDocumentationCommentId();

    private ImmutableArray<ContractAttribute> Read(ISymbol symbol)
    {
        ImmutableArray<ContractAttribute> written = ReadAll(symbol.GetAttributes());
        return !_external.IsEmpty && IdOf(symbol) is { } id && _external.TryGetValue(id, out ImmutableArray<ContractAttribute> external) ? written.AddRange(external) : written;
    }

    private static ImmutableArray<ContractAttribute> ReadAll(ImmutableArray<AttributeData> attributes)
    {
        ImmutableArray<ContractAttribute>.Builder? found = null;
        foreach (AttributeData data in attributes)
        {
            if (data.AttributeClass is { } type && type.ContainingNamespace is { Name: "Contracts", ContainingNamespace: { Name: "DeclIommu", ContainingNamespace.IsGlobalNamespace: true } })
            {
                (found ??= ImmutableArray.CreateBuilder<ContractAttribute>()).Add(Read(data, type.Name));
            }
        }

        return found is null ? ImmutableArray<ContractAttribute>.Empty : found.ToImmutable();
    }

    private static ContractAttribute Read(AttributeData data, string name)
    {
        var locks = ImmutableArray.CreateBuilder<string>();
        bool success = true;
        foreach (TypedConstant argument in data.ConstructorArguments)
        {
            if (argument.Kind is TypedConstantKind.Array)
            {
                locks.AddRange(argument.Values.IsDefault ? Enumerable.Empty<string>() : argument.Values.Select(static value => value.Value as string ?? ""));
            }
            else if (argument.Value is bool flag)
            {
                success = flag;
            }
            else if (argument.Value is string text)
            {
                locks.Add(text);
            }
        }

        bool Flag(string property) => data.NamedArguments.Any(argument => argument.Key == property && argument.Value.Value is true);
        return new ContractAttribute(name, locks.ToImmutable(), success, Flag("Shared"), Flag("Reentrant"), Flag("ThreadAffine"), data.ApplicationSyntaxReference)
        {
            Value = data.ConstructorArguments.Length == 1 && data.ConstructorArguments[0].Kind is not TypedConstantKind.Array ? data.ConstructorArguments[0].Value : null,
            OnThrow = Flag("OnThrow"),
        };
    }
}
