namespace DeclIommu.Layouts.Testing;

/// <summary>The table of fields is that of the attributes, and a new value carries its constants and the reserved bits that must be one, and is zero otherwise.</summary>
internal sealed class DeclarationCheck<T>(CheckScope scope, LayoutReference layout, LayoutSubject<T> subject)
    where T : struct
{
    public void Run()
    {
        CheckTable();
        CheckNewValue();
    }

    private void CheckTable()
    {
        LayoutField[] table = subject.Fields().ToArray();
        string Describe(string name, Access access, int count, int stride, IEnumerable<BitRange> ranges) =>
            $"{name}{string.Concat(ranges)} {access} {count}x{stride}";
        scope.Same(
            "Fields",
            string.Join(", ", layout.Fields.Select(field => Describe(field.Name, field.Access, field.Count, field.Stride, field.Ranges)).Order(StringComparer.Ordinal)),
            string.Join(", ", table.Select(field => Describe(field.Name, field.Access, field.Count, field.Stride, field.Ranges)).Order(StringComparer.Ordinal)),
            static () => "the table");
    }

    private void CheckNewValue()
    {
        var expected = new BitImage(layout.SizeInBits);
        for (int bit = 0; bit < layout.SizeInBits; bit++)
        {
            expected[bit] = layout.ReservedAt(bit) == ReservedBits.MustBeOne;
        }

        foreach (ReferenceField field in layout.Fields.Where(static field => field.Constant is not null))
        {
            for (int element = 0; element < field.Count; element++)
            {
                if (layout.IsGated(field))
                {
                    ImageSource.MakeReserved(layout, field, element, expected);
                }
                else
                {
                    expected.Put(field.BitsOf(element), field.Constant!.Value);
                }
            }
        }

        if (layout.Opcode is { } opcode)
        {
            expected.Put(opcode.Bits, opcode.Value);
        }

        T created = scope.Run("new()", static () => new T(), static () => "creation");
        scope.SameBytes("new()", expected.ToBytes(layout.ByteOrder), subject.Write(created), static () => "a new value");
        scope.SameBytes("default", new byte[layout.SizeInBytes], subject.Write(default(T)), static () => "the default value");
    }
}
