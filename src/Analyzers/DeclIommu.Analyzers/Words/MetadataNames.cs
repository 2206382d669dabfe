using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection.Metadata;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Words;

/// <summary>The names of what carries contracts in a compiled assembly, read from its table of attributes.</summary>
internal sealed class MetadataNames
{
    private readonly List<(string Name, string Base)> _derived = new();
    private readonly List<string> _carriers = new();
    private readonly Dictionary<ParameterHandle, MethodDefinitionHandle> _parameters = new();

    private MetadataNames(MetadataReader reader)
    {
        foreach (MethodDefinitionHandle method in reader.MethodDefinitions)
        {
            foreach (ParameterHandle parameter in reader.GetMethodDefinition(method).GetParameters())
            {
                _parameters[parameter] = method;
            }
        }

        foreach (CustomAttributeHandle handle in reader.CustomAttributes)
        {
            CustomAttribute attribute = reader.GetCustomAttribute(handle);
            if (NameOf(reader, attribute.Constructor) is { } name)
            {
                Add(reader, attribute.Parent, name);
            }
        }

        foreach (TypeDefinition type in reader.TypeDefinitions.Select(reader.GetTypeDefinition))
        {
            string name = Plain(reader.GetString(type.Name));
            foreach (EntityHandle parent in type.GetInterfaceImplementations().Select(implemented => reader.GetInterfaceImplementation(implemented).Interface).Append(type.BaseType))
            {
                _derived.Add((name, TypeName(reader, parent)));
            }
        }
    }

    public IEnumerable<string> Carriers => _carriers;

    public List<string> Parameters { get; } = new();

    public List<string> Counted { get; } = new();

    /// <summary>Structs that are locks.</summary>
    public List<string> LockTypes { get; } = new();

    public bool IsUnlimited { get; private set; }

    public bool HasConstructors { get; private set; }

    public static MetadataNames? Of(PortableExecutableReference reference)
        => reference.GetMetadata() is AssemblyMetadata assembly && assembly.GetModules() is { Length: 1 } modules ? new MetadataNames(modules[0].GetMetadataReader()) : null;

    /// <summary>The types that derive from one of some names.</summary>
    public IEnumerable<string> DerivedFrom(NameSet bases) => _derived.Where(pair => bases.Contains(pair.Base)).Select(static pair => pair.Name);

    private void Add(MetadataReader reader, EntityHandle parent, string attribute)
    {
        switch (parent.Kind)
        {
            case HandleKind.TypeDefinition:
                AddType(reader, reader.GetTypeDefinition((TypeDefinitionHandle)parent), attribute);
                break;
            case HandleKind.MethodDefinition:
                AddMethod(reader, reader.GetMethodDefinition((MethodDefinitionHandle)parent));
                break;
            case HandleKind.FieldDefinition:
                AddField(reader, reader.GetFieldDefinition((FieldDefinitionHandle)parent), attribute);
                break;
            case HandleKind.PropertyDefinition:
                PropertyDefinition property = reader.GetPropertyDefinition((PropertyDefinitionHandle)parent);
                AddMember(reader.GetString(property.Name));
                AddGuarded(reader, attribute, property.GetAccessors() is { Getter: { IsNil: false } getter } ? getter : property.GetAccessors().Setter);
                break;
            case HandleKind.EventDefinition:
                AddMember(reader.GetString(reader.GetEventDefinition((EventDefinitionHandle)parent).Name));
                break;
            case HandleKind.Parameter:
                Parameters.Add(reader.GetString(reader.GetParameter((ParameterHandle)parent).Name));
                AddMethod(reader, reader.GetMethodDefinition(_parameters[(ParameterHandle)parent]));
                break;
        }
    }

    private void AddType(MetadataReader reader, TypeDefinition type, string attribute)
    {
        string name = Plain(reader.GetString(type.Name));
        _carriers.Add(name);
        string kind = TypeName(reader, type.BaseType);
        IsUnlimited |= kind is "MulticastDelegate";
        switch (attribute)
        {
            case WellKnownNames.ReferenceCounted:
                Counted.Add(name);
                _carriers.AddRange(type.GetFields().Select(field => reader.GetString(reader.GetFieldDefinition(field).Name)));
                break;
            case WellKnownNames.ScopedLock:
                _carriers.Add("Dispose");
                break;
            case WellKnownNames.Lockable when kind is "ValueType":
                LockTypes.Add(name);
                break;
        }
    }

    private void AddMethod(MetadataReader reader, MethodDefinition method)
    {
        string name = reader.GetString(method.Name);
        TypeDefinition type = reader.GetTypeDefinition(method.GetDeclaringType());
        if (name is ".ctor" or ".cctor")
        {
            HasConstructors = true;
            _carriers.Add(Plain(reader.GetString(type.Name)));
            return;
        }

        IsUnlimited |= TypeName(reader, type.BaseType) is "MulticastDelegate";
        AddMember(name);
    }

    private void AddField(MetadataReader reader, FieldDefinition field, string attribute)
    {
        string name = reader.GetString(field.Name);
        _carriers.Add(name);
        if (name.Length > 0 && name[0] == '<' && name.IndexOf('>') is > 1 and var end)
        {
            _carriers.Add(name.Substring(1, end - 1));
        }

        AddGuarded(reader, attribute, field.GetDeclaringType());
    }

    private void AddGuarded(MetadataReader reader, string attribute, MethodDefinitionHandle accessor)
    {
        if (!accessor.IsNil)
        {
            AddGuarded(reader, attribute, reader.GetMethodDefinition(accessor).GetDeclaringType());
        }
    }

    private void AddGuarded(MetadataReader reader, string attribute, TypeDefinitionHandle type)
    {
        if (attribute.EndsWith("GuardedByAttribute", StringComparison.Ordinal) || attribute is WellKnownNames.GuardedByAny)
        {
            HasConstructors = true;
            _carriers.Add(Plain(reader.GetString(reader.GetTypeDefinition(type).Name)));
        }
    }

    private void AddMember(string name)
    {
        name = name.Substring(name.LastIndexOf('.') + 1);
        IsUnlimited |= name.StartsWith("op_", StringComparison.Ordinal) || name is "Item" or "get_Item" or "set_Item";
        int accessor = name.IndexOf('_');
        _carriers.Add(name);
        _carriers.Add(accessor is 3 or 6 ? name.Substring(accessor + 1) : name);
    }

    /// <summary>The name of a contract attribute; null if it is another.</summary>
    private static string? NameOf(MetadataReader reader, EntityHandle constructor)
    {
        EntityHandle type = constructor.Kind is HandleKind.MemberReference
            ? reader.GetMemberReference((MemberReferenceHandle)constructor).Parent
            : reader.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType();
        (StringHandle space, StringHandle name) = type.Kind switch
        {
            HandleKind.TypeReference => (reader.GetTypeReference((TypeReferenceHandle)type).Namespace, reader.GetTypeReference((TypeReferenceHandle)type).Name),
            HandleKind.TypeDefinition => (reader.GetTypeDefinition((TypeDefinitionHandle)type).Namespace, reader.GetTypeDefinition((TypeDefinitionHandle)type).Name),
            _ => default,
        };
        return !space.IsNil && reader.StringComparer.Equals(space, WellKnownNames.ContractsNamespace) ? reader.GetString(name) : null;
    }

    private static string TypeName(MetadataReader reader, EntityHandle type) => type.IsNil ? "" : type.Kind switch
    {
        HandleKind.TypeReference => Plain(reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Name)),
        HandleKind.TypeDefinition => Plain(reader.GetString(reader.GetTypeDefinition((TypeDefinitionHandle)type).Name)),
        HandleKind.TypeSpecification => Generic(reader, reader.GetTypeSpecification((TypeSpecificationHandle)type).Signature),
        _ => "",
    };

    // ELEMENT_TYPE_GENERICINST, class or value type, the generic type.
    private static string Generic(MetadataReader reader, BlobHandle signature)
    {
        BlobReader blob = reader.GetBlobReader(signature);
        return blob.ReadSignatureTypeCode() is SignatureTypeCode.GenericTypeInstance && blob.ReadCompressedInteger() is 0x11 or 0x12 ? TypeName(reader, blob.ReadTypeHandle()) : "";
    }

    private static string Plain(string name) => name.IndexOf('`') is >= 0 and var arity ? name.Substring(0, arity) : name;
}
