using System;

namespace DeclIommu.Contracts;

/// <summary>Other threads may find the argument from the call on: it must be complete.</summary>
/// <remarks>Who owns it stays as it is; <see cref="ConsumesAttribute"/> says that it passes to the callee.</remarks>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class PublishesAttribute : Attribute;
