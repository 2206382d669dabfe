using System;

namespace DeclIommu.Contracts;

/// <summary>The delegate runs during the call, under the locks of the caller.</summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class InvokedImmediatelyAttribute : Attribute;
