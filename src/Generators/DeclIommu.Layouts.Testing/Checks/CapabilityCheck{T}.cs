using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary><c>TryValidate</c> for given capabilities: where one is off, the reserved policy of the layout holds for its bits.</summary>
internal sealed class CapabilityCheck<T>(CheckScope scope, LayoutReference layout, LayoutCheckOptions options)
    where T : struct
{
    private const int RandomCapabilities = 4;

    // As visible as the type of the capabilities lets them be.
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public void Run(IReadOnlyList<BitImage> images)
    {
        if (layout.Capabilities is not { } type)
        {
            return;
        }

        MethodInfo? validate = typeof(T).GetMethod("TryValidate", Declared, [type.MakeByRefType(), typeof(LayoutFault).MakeByRefType()]);
        scope.Holds("TryValidate", validate is not null, static () => "for given capabilities", $"TryValidate(in {type.Name}, out LayoutFault)", static () => "missing");
        foreach (object capabilities in CapabilitySource.Of(type, options.Capabilities, scope.Random, RandomCapabilities))
        {
            BitImage valid = ImageSource.Valid(layout, scope.Random, CapabilitySource.Reader(capabilities));
            CheckNewValue(type, capabilities);
            foreach (BitImage image in images.Concat([valid]).Concat(Enumerable.Range(0, layout.SizeInBits).Select(bit => Flip(valid, bit))))
            {
                Shrinker.Run(image, candidate => Check(validate!, capabilities, candidate));
            }
        }
    }

    // A value made for a device carries the constants that the device has, and is as reserved in the fields that it has not.
    private void CheckNewValue(Type type, object capabilities)
    {
        bool isAsked = layout.Fields.Any(field => layout.IsGated(field) && (field.Constant is not null || layout.DefaultReserved == ReservedBits.MustBeOne));
        ConstructorInfo? constructor = typeof(T).GetConstructor(Declared, [type.MakeByRefType()]);
        if (constructor is null)
        {
            bool hasOwn = typeof(T).GetConstructor(Declared, [type]) is not null;
            scope.Holds("new(capabilities)", hasOwn || !isAsked, static () => "for given capabilities", "a constructor", static () => "missing");
            return;
        }

        BitImage expected = BitImage.FromBytes(LayoutSubject.Of(typeof(T)).Write(new T()), layout.ByteOrder);
        Func<string, bool> isOn = CapabilitySource.Reader(capabilities);
        foreach (ReferenceField field in layout.Fields.Where(layout.IsGated))
        {
            for (int element = 0; element < field.Count; element++)
            {
                if (!isOn(field.Capability!))
                {
                    ImageSource.MakeReserved(layout, field, element, expected);
                }
                else if (field.Constant is { } constant)
                {
                    expected.Put(field.BitsOf(element), constant);
                }
            }
        }

        object created = scope.Run("new(capabilities)", () => constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [capabilities], null), () => $"with {capabilities}");
        scope.SameBytes("new(capabilities)", expected.ToBytes(layout.ByteOrder), LayoutSubject.Of(typeof(T)).Write(created), () => $"made for {capabilities}");
    }

    private static BitImage Flip(BitImage image, int bit)
    {
        BitImage flipped = image.Clone();
        flipped[bit] = !flipped[bit];
        return flipped;
    }

    private void Check(MethodInfo validate, object capabilities, BitImage image)
    {
        byte[] bytes = image.ToBytes(layout.ByteOrder);
        string Situation() => $"validated {Words.OfBytes(bytes)} with {capabilities}";
        object?[] arguments = [capabilities, null];
        object value = LayoutSubject.Of(typeof(T)).Read(bytes);
        bool isValid = scope.Run("TryValidate", () => (bool)validate.Invoke(value, BindingFlags.DoNotWrapExceptions, null, arguments, null)!, Situation);
        IReadOnlyList<LayoutFault> faults = layout.FaultsOf(image, CapabilitySource.Reader(capabilities));
        scope.Holds("TryValidate", isValid == (faults.Count == 0), Situation, faults.Count == 0 ? "no fault" : faults[0].ToString(), () => arguments[1]!.ToString()!);
        if (!isValid)
        {
            // A value may be wrong by itself as well as for the capabilities: then either may be told.
            var fault = (LayoutFault)arguments[1]!;
            bool isTrue = faults.Concat(layout.FaultsOf(image)).Any(candidate => candidate.Field == fault.Field && candidate.Msb == fault.Msb && candidate.Lsb == fault.Lsb && candidate.Reason == fault.Reason);
            scope.Holds("TryValidate", isTrue, Situation, string.Join(" or ", faults), () => fault.ToString());
        }
    }
}
