using System.Collections.Immutable;
using System.Threading;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>The analysis of one member: what its functions share.</summary>
internal sealed class ReferenceAnalysis
{
    public ReferenceAnalysis(ReferenceScope scope, ISymbol owner, ImmutableArray<IOperation> blocks, CancellationToken cancellation)
    {
        Scope = scope;
        Owner = owner;
        Cancellation = cancellation;
        Options = scope.Options.For(blocks[0].Syntax.SyntaxTree);

        // What the rules of locks find there is their own analyzer's to report.
        Locks = new LockAnalysis(scope.LockScope, owner, blocks, cancellation);
        Objects = new ObjectEvaluator(this);
        Operations = new ReferenceOperations(this);
        Elements = new OwnedElements(this);
        Guards = new Guards(this);
        Shared = new SharedObjects(this);
        Exchanges = new Exchanges(this);
        Narrowings = new NarrowedErrors(this);
        var counts = new CountNames(this);
        Counts = new CountFlow(counts);
        Revivals = new RevivalRule(this, counts);
        CleanUp = new CleanUpReader(this);
        Rules = ReferenceRules.Create(this);
    }

    public ReferenceScope Scope { get; }

    public OwnershipReader Contracts => Scope.Contracts;

    /// <summary>The member under analysis: a method, or the field or property of an initializer.</summary>
    public ISymbol Owner { get; }

    public CancellationToken Cancellation { get; }

    public AnalysisOptions Options { get; }

    /// <summary>Follows the locks: some references are valid only under one.</summary>
    public LockAnalysis Locks { get; }

    public ObjectEvaluator Objects { get; }

    public ReferenceOperations Operations { get; }

    public ReferenceLog Log { get; } = new();

    /// <summary>Follows what is in owned collections.</summary>
    public OwnedElements Elements { get; }

    /// <summary>Remembers which members of the object a path has asked.</summary>
    public Guards Guards { get; }

    /// <summary>Follows which objects others can find.</summary>
    public SharedObjects Shared { get; }

    /// <summary>Follows calls whose results tell whether they took place.</summary>
    public Exchanges Exchanges { get; }

    /// <summary>Follows errors that became unsigned.</summary>
    public NarrowedErrors Narrowings { get; }

    /// <summary>Follows which counts are known not to be zero.</summary>
    public CountFlow Counts { get; }

    /// <summary>Looks for counts that are raised from zero.</summary>
    public RevivalRule Revivals { get; }

    /// <summary>What the member does where it is the clean-up of an object.</summary>
    public CleanUpReader CleanUp { get; }

    /// <summary>The rules that look at each operation.</summary>
    public ImmutableArray<IReferenceRule> Rules { get; }

    public bool GaveUp { get; set; }

    /// <summary>A function is looked at that runs some other time.</summary>
    public bool IsDeferred { get; set; }

    /// <summary>Other members of the type that are called are remembered: together they release the fields.</summary>
    public bool TracksOwnCalls { get; init; }

    public bool IsConstructor => Owner is IMethodSymbol { MethodKind: MethodKind.Constructor };

    /// <summary>The contract of what is called, its known pair, or both empty.</summary>
    public (OwnershipContract Contract, PairRole? Pair) ContractOf(IMethodSymbol method)
    {
        OwnershipContract contract = Contracts.Of(method);
        return (contract, contract.IsEmpty ? Scope.Pairs.Of(method) : null);
    }
}
