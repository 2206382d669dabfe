namespace DeclIommu.Layouts.Generator.Tests.Support;

/// <summary>Declarations that several tests generate from.</summary>
internal static class Declarations
{
    public const string Entry = """
        namespace Sample;

        /// <summary>A 128-bit entry with a field of every kind.</summary>
        [Layout(128)]
        [Reserved(127, 124, ReservedBits.Preserve)]
        public partial struct Entry
        {
            /// <summary>Whether the entry counts.</summary>
            [Bit(0)]
            public partial bool IsValid { readonly get; set; }

            [Bits(11, 9), Exhaustive]
            public partial Mode Mode { readonly get; set; }

            [Bits(51, 12), Scaled(12)]
            public partial ulong Root { readonly get; set; }

            [Bits(95, 80, 60, 58)]
            public partial uint Split { readonly get; set; }

            [Bits(79, 64)]
            public partial Tag Tag { readonly get; set; }

            [Bits(106, 96)]
            public partial short Offset { readonly get; set; }

            [Bits(123, 120), Constant(5)]
            public readonly partial byte Kind { get; }
        }

        public enum Mode : byte { None, One, Two, Three }

        public readonly record struct Tag(ushort Value);
        """;

    public const string Commands = """
        namespace Sample;

        [Layout(64), CommandSet(typeof(Wait), typeof(Invalidate))]
        public partial struct Command
        {
            [Discriminator, Bits(63, 60)]
            public partial byte Opcode { readonly get; set; }
        }

        [Layout(64), Command(1)]
        public partial struct Wait
        {
            [Bit(0)]
            public partial bool Store { readonly get; set; }
        }

        [Layout(64), Command(3)]
        public partial struct Invalidate
        {
            [Bits(63, 60), Constant(3)]
            public readonly partial byte Opcode { get; }

            [Bits(15, 0)]
            public partial ushort Domain { readonly get; set; }
        }
        """;

    public const string GatedCommands = """
        namespace Sample;

        public readonly record struct Engine(bool CanJump);

        [Layout(32, Capabilities = typeof(Engine)), CommandSet(typeof(Step), typeof(Jump))]
        public partial struct Move
        {
            [Discriminator, Bits(31, 28)]
            public partial byte Opcode { readonly get; set; }
        }

        [Layout(32, Capabilities = typeof(Engine)), Command(1)]
        public partial struct Step
        {
            [Bit(8), AvailableWhen(nameof(Engine.CanJump))]
            public partial bool ThenJump { readonly get; set; }
        }

        [Layout(32, Capabilities = typeof(Engine)), Command(2), AvailableWhen(nameof(Engine.CanJump))]
        public partial struct Jump
        {
            [Bits(7, 0)]
            public partial byte Height { readonly get; set; }
        }
        """;

    public const string BigEndian = """
        namespace Sample;

        public static partial class Outer
        {
            [Layout(40, ByteOrder = ByteOrder.BigEndian)]
            internal partial struct Nested
            {
                [Bits(3, 0), Repeat(10, 4)]
                public partial byte this[int index] { readonly get; set; }
            }
        }
        """;

    public const string Bank = """
        namespace Sample;

        public readonly record struct Features(bool HasLog);

        [Layout(32, Capabilities = typeof(Features))]
        [Reserved(31, 31, ReservedBits.MustBeOne)]
        public partial struct Status
        {
            [Bit(0)]
            public partial bool Lock { readonly get; set; }

            [Bits(7, 1), Access(Access.WriteOneToClear), LockedBy(nameof(Lock)), Reset(5), Reset(1, Kind = "Warm")]
            public partial byte Pending { readonly get; set; }

            [Bits(15, 8), Access(Access.ReadClears), AvailableWhen(nameof(Features.HasLog))]
            public partial byte Count { readonly get; set; }

            [Bits(23, 16), Access(Access.WriteOnce)]
            public partial byte Once { readonly get; set; }
        }

        /// <summary>A device with a register of every kind.</summary>
        [RegisterBank(0x400, Capabilities = typeof(Features))]
        public partial struct Device
        {
            private int _written;

            public readonly int Written => _written;

            /// <summary>What goes on.</summary>
            [Register(0x00)]
            public partial Status Status { readonly get; set; }

            [Register(0x04), Access(Access.WriteOnly)]
            public partial sbyte Door { readonly get; set; }

            [Register(0x08), HalfAccess(HalfAccess.CommitOnHigh), Reset(0x1000)]
            public partial ulong Base { readonly get; set; }

            [Register(0x10), HalfAccess(HalfAccess.SnapshotOnLow), Access(Access.ReadOnly)]
            public partial ulong Timer { readonly get; set; }

            [Register(0x18), Repeat(2, 2), AvailableWhen(nameof(Features.HasLog))]
            public partial ushort this[int index] { readonly get; set; }

            [Register(0x40), Repeat(40, 16), Reset(7)]
            public readonly partial uint GetVector(int index);

            public partial void SetVector(int index, uint value);

            partial void OnStatusWritten(Status before, Status after) => _written++;

            partial void OnVectorWriting(int index, uint before, ref uint after) => after += (uint)index;
        }
        """;

    public static TheoryData<string> All => [Entry, Commands, BigEndian, Bank];
}
