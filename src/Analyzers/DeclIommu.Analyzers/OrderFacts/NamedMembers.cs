using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.OrderFacts;

/// <summary>The members of a compilation that may reach one that acquires a lock, as far as names can tell.</summary>
internal sealed class NamedMembers
{
    private readonly Dictionary<string, List<NamedMember>> _byName = new();
    private readonly Dictionary<(SyntaxTree Tree, int Start), NamedMember> _byPlace = new();
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly Dictionary<NamedMember, ISymbol?> _symbols = new();
    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellation;

    public NamedMembers(Compilation compilation, IEnumerable<ISymbol> acquiring, LockOrderFacts facts, CancellationToken cancellation)
    {
        _compilation = compilation;
        _cancellation = cancellation;
        var names = new SpokenNames();
        foreach (ISymbol member in acquiring)
        {
            names.Add(member);
        }

        foreach (string name in facts.Acquiring)
        {
            names.Add(name);
        }

        Close(names);
    }

    public IEnumerable<NamedMember> Reaching => _byPlace.Values;

    /// <summary>The members that may run when one is called: itself, or those that stand in for it.</summary>
    public IEnumerable<NamedMember> Run(ISymbol called)
    {
        if (called is { IsAbstract: false, IsVirtual: false, IsOverride: false })
        {
            ISymbol body = (called as IMethodSymbol)?.PartialImplementationPart ?? called;
            return body.DeclaringSyntaxReferences.Select(part => _byPlace.TryGetValue((part.SyntaxTree, part.Span.Start), out NamedMember? member) ? member : null).OfType<NamedMember>();
        }

        return _byName.TryGetValue(NamedMember.NameOf(called), out List<NamedMember>? namesakes)
            ? namesakes.Where(candidate => SymbolOf(candidate) is { } symbol && StandsFor(symbol, called))
            : Enumerable.Empty<NamedMember>();
    }

    public ISymbol? SymbolOf(NamedMember member)
    {
        if (!_symbols.TryGetValue(member, out ISymbol? symbol))
        {
            _symbols.Add(member, symbol = MemberBodies.OwnerOf(Model(member.Tree), member.Body, _cancellation));
        }

        return symbol;
    }

    public MemberBody? BodyOf(NamedMember member) => MemberBodies.Of(Model(member.Tree), member.Body, _cancellation);

    private static bool StandsFor(ISymbol candidate, ISymbol called)
        => SymbolEqualityComparer.Default.Equals(candidate, called)
            || (candidate is IMethodSymbol method && LockOrderGraph.Inherited(method).Any(inherited => SymbolEqualityComparer.Default.Equals(inherited.OriginalDefinition, called)));

    private void Close(SpokenNames names)
    {
        List<NamedMember> rest = _compilation.SyntaxTrees.SelectMany(tree => NamedMember.In(tree, _cancellation)).ToList();
        int known;
        do
        {
            known = names.Count;
            var others = new List<NamedMember>(rest.Count);
            foreach (NamedMember member in rest)
            {
                if (!member.Says(names))
                {
                    others.Add(member);
                    continue;
                }

                names.Add(member);
                _byPlace[(member.Tree, member.Start)] = member;
                if (!_byName.TryGetValue(member.Name, out List<NamedMember>? namesakes))
                {
                    _byName.Add(member.Name, namesakes = new List<NamedMember>());
                }

                namesakes.Add(member);
            }

            rest = others;
        }
        while (names.Count > known);
    }

    private SemanticModel Model(SyntaxTree tree)
    {
        if (!_models.TryGetValue(tree, out SemanticModel? model))
        {
            _models.Add(tree, model = _compilation.GetSemanticModel(tree));
        }

        return model;
    }
}
