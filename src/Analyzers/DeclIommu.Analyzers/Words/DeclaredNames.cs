using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.OrderFacts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.Words;

/// <summary>Gathers the names of what carries contracts, from the syntax of sources, the metadata of references and the lines of files.</summary>
internal sealed class DeclaredNames
{
    private static readonly NameSet s_attributes = AllAttributes();

    private readonly NameSet _carriers;
    private readonly NameSet _parameters;
    private readonly NameSet _counted = new();
    private readonly NameSet _lockTypes = new();
    private readonly HashSet<string> _holders = new(StringComparer.Ordinal);
    private readonly List<MetadataNames> _references = new();

    /// <param name="carriers">Takes the names of what carries a contract.</param>
    /// <param name="parameters">Takes the names of parameters that do: nobody needs to say them to use them.</param>
    public DeclaredNames(NameSet carriers, NameSet parameters)
    {
        _carriers = carriers;
        _parameters = parameters;
    }

    /// <summary>The names of the contract attributes, as they are written.</summary>
    public static IEnumerable<string> AttributeNames => s_attributes.Names;

    /// <summary>Something carries a contract that can be used without being named, or named by another name.</summary>
    public bool IsUnlimited { get; private set; }

    /// <summary>A constructor carries a contract, or makes an object that one speaks of.</summary>
    public bool HasConstructors { get; private set; }

    /// <summary>References to objects of some type are counted.</summary>
    public bool HasCounted => _counted.Count > 0;

    /// <summary>The names of what is a lock that can be copied or converted, or holds one.</summary>
    public IEnumerable<string> Holders => _holders;

    public void AddSource(SyntaxTree tree)
    {
        SyntaxNode? root = null;
        foreach (int place in SourceWords.In(tree).Places(WordKinds.None, s_attributes))
        {
            root ??= tree.GetRoot();
            SyntaxToken token = root.FindToken(place);
            if (!token.Span.Contains(place) || token.Parent is not SimpleNameSyntax name)
            {
                continue;
            }

            if (AttributeOf(name) is { Parent: AttributeListSyntax { Parent: { } owner } })
            {
                AddOwner(owner, token.ValueText);
            }
            else if (name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { Alias: not null })
            {
                IsUnlimited = true;
            }
        }
    }

    public void AddReference(MetadataReference? reference)
    {
        switch (reference)
        {
            case PortableExecutableReference file when MetadataNames.Of(file) is { } names:
                _references.Add(names);
                IsUnlimited |= names.IsUnlimited;
                HasConstructors |= names.HasConstructors;
                Add(_carriers, names.Carriers);
                Add(_parameters, names.Parameters);
                Add(_counted, names.Counted);
                Add(_lockTypes, names.LockTypes);
                break;
            case CompilationReference project:
                foreach (SyntaxTree tree in project.Compilation.SyntaxTrees)
                {
                    AddSource(tree);
                }

                break;
            default:
                IsUnlimited = true;
                break;
        }
    }

    /// <summary>Adds a type that a file gives contracts to.</summary>
    private void AddType(string name, ImmutableArray<ContractAttribute> contracts)
    {
        _carriers.Add(name);
        IsUnlimited |= contracts.Any(static contract => contract.Name is not (WellKnownNames.Lockable or WellKnownNames.ScopedLock or WellKnownNames.UncheckedLocking));
        if (contracts.Any(static contract => contract.Name is WellKnownNames.ScopedLock))
        {
            _carriers.Add("Dispose");
        }

        if (contracts.Any(static contract => contract.Name is WellKnownNames.Lockable))
        {
            _lockTypes.Add(name);
        }
    }

    /// <summary>Adds the member that a documentation-comment ID stands for, and its parameter if one is named.</summary>
    public void AddId(string id, ImmutableArray<ContractAttribute> contracts)
    {
        int brackets = id.IndexOf('(');
        int parameter = brackets < 0 ? -1 : id.IndexOf('#', id.LastIndexOf(')') + 1);
        if (parameter >= 0)
        {
            _parameters.Add(id.Substring(parameter + 1));
        }

        string name = LockNames.NameOfMethod(id);
        if (id.StartsWith("T:", StringComparison.Ordinal))
        {
            AddType(name, contracts);
            return;
        }

        HasConstructors |= id.Contains("#ctor");
        IsUnlimited |= name.Length == 0 || (brackets >= 0 && id.StartsWith("P:", StringComparison.Ordinal));
        _carriers.Add(name);
    }

    /// <summary>Adds what follows from what was found: types that derive from counted ones, and what is declared with the type of a lock.</summary>
    public void Close(Compilation compilation)
    {
        NameSet pending = _counted;
        var known = new NameSet();
        while (pending.Count > 0)
        {
            Add(known, pending.Names);
            var next = new NameSet();
            foreach (SyntaxToken token in Tokens(compilation, pending, WordKinds.None))
            {
                if (token.Parent?.FirstAncestorOrSelf<BaseListSyntax>() is { Parent: BaseTypeDeclarationSyntax derived } && !known.Contains(derived.Identifier.ValueText))
                {
                    next.Add(derived.Identifier.ValueText);
                    AddCounted(derived);
                }
            }

            foreach (string name in _references.SelectMany(reference => reference.DerivedFrom(pending)).Where(name => !known.Contains(name)))
            {
                next.Add(name);
            }

            pending = next;
        }

        HasConstructors |= known.Count > 0;
        Add(_carriers, known.Names);
        CloseLocks(compilation);
    }

    private void CloseLocks(Compilation compilation)
    {
        NameSet pending = _lockTypes;
        var kinds = WordKinds.LockType;
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (kinds is not WordKinds.None || pending.Count > 0)
        {
            _holders.UnionWith(pending.Names);
            known.UnionWith(pending.Names);
            var next = new NameSet();
            foreach (SyntaxToken token in Tokens(compilation, pending, kinds))
            {
                if (DeclarationWith(token) is { } declaration)
                {
                    IsUnlimited |= !Declarations.Names(declaration, name => _holders.Add(name));
                    if (declaration is not MethodDeclarationSyntax && declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && IsStruct(type) && !known.Contains(type.Identifier.ValueText))
                    {
                        next.Add(type.Identifier.ValueText);
                    }
                }
            }

            kinds = WordKinds.None;
            pending = next;
        }
    }

    private static IEnumerable<SyntaxToken> Tokens(Compilation compilation, NameSet names, WordKinds kinds)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SyntaxNode? root = null;
            foreach (int place in SourceWords.In(tree).Places(kinds, names))
            {
                root ??= tree.GetRoot();
                SyntaxToken token = root.FindToken(place);
                if (token.Span.Contains(place) && token.Parent is SimpleNameSyntax)
                {
                    yield return token;
                }
            }
        }
    }

    /// <summary>The declaration of a member whose type a name is part of; null inside of bodies, which say the name themselves.</summary>
    private SyntaxNode? DeclarationWith(SyntaxToken name)
    {
        for (SyntaxNode? node = name.Parent; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or AttributeSyntax or BaseListSyntax or TypeParameterConstraintClauseSyntax or ConstructorInitializerSyntax:
                    return null;
                case UsingDirectiveSyntax { Alias: not null }:
                    IsUnlimited = true;
                    return null;
                case ParameterSyntax { Parent.Parent: TypeDeclarationSyntax } parameter:
                    return parameter;
                case ParameterSyntax:
                    return null;
                case MemberDeclarationSyntax member and not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or GlobalStatementSyntax):
                    return member;
                case MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    private void AddOwner(SyntaxNode owner, string attribute)
    {
        if (owner is ParameterSyntax { Parent.Parent: not TypeDeclarationSyntax } parameter)
        {
            _parameters.Add(parameter.Identifier.ValueText);
            IsUnlimited |= parameter.Parent?.Parent is { } member and not AnonymousFunctionExpressionSyntax && !Declarations.Names(member, name => _carriers.Add(name));
        }
        else
        {
            IsUnlimited |= !Declarations.Names(owner, name => _carriers.Add(name));
        }

        TypeDeclarationSyntax? type = owner as TypeDeclarationSyntax ?? owner.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        HasConstructors |= owner is ConstructorDeclarationSyntax or ParameterSyntax { Parent.Parent: ConstructorDeclarationSyntax or TypeDeclarationSyntax };
        string full = attribute.EndsWith("Attribute", StringComparison.Ordinal) ? attribute : attribute + "Attribute";
        switch (full)
        {
            case WellKnownNames.ReferenceCounted when owner is TypeDeclarationSyntax counted:
                _counted.Add(counted.Identifier.ValueText);
                AddCounted(counted);
                break;
            case WellKnownNames.ScopedLock:
                _carriers.Add("Dispose");
                break;
            case WellKnownNames.Lockable when owner is TypeDeclarationSyntax locking && IsStruct(locking):
                _lockTypes.Add(locking.Identifier.ValueText);
                break;
            case WellKnownNames.GuardedBy or WellKnownNames.GuardedByAny or WellKnownNames.WriteGuardedBy or WellKnownNames.PointeeGuardedBy when type is not null:
                // To make an object of it is to publish what is guarded; to copy it, if it is a struct, copies it away from under its lock.
                _carriers.Add(type.Identifier.ValueText);
                HasConstructors = true;
                if (IsStruct(type))
                {
                    _lockTypes.Add(type.Identifier.ValueText);
                }

                break;
        }
    }

    /// <summary>Fields of a counted type may be counts.</summary>
    private void AddCounted(BaseTypeDeclarationSyntax type)
    {
        foreach (FieldDeclarationSyntax field in type is TypeDeclarationSyntax declaration ? declaration.Members.OfType<FieldDeclarationSyntax>() : Enumerable.Empty<FieldDeclarationSyntax>())
        {
            Declarations.Names(field, name => _carriers.Add(name));
        }
    }

    private static bool IsStruct(TypeDeclarationSyntax type) => type is StructDeclarationSyntax || type.IsKind(SyntaxKind.RecordStructDeclaration);

    private static AttributeSyntax? AttributeOf(SimpleNameSyntax name) => name.Parent switch
    {
        AttributeSyntax attribute => attribute,
        QualifiedNameSyntax { Parent: AttributeSyntax attribute } qualified when qualified.Right == name => attribute,
        AliasQualifiedNameSyntax { Parent: AttributeSyntax attribute } => attribute,
        _ => null,
    };

    private static void Add(NameSet target, IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            target.Add(name);
        }
    }

    private static NameSet AllAttributes()
    {
        var names = new NameSet();
        foreach (string name in WellKnownNames.Attributes)
        {
            names.Add(name);
            names.Add(name.Substring(0, name.Length - "Attribute".Length));
        }

        return names;
    }
}
