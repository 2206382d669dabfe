namespace DeclIommu.Driver;

/// <summary>A device that uses a domain ID, or used it until its unit confirms that it no longer does.</summary>
/// <param name="Endpoint">The device.</param>
/// <param name="Tag">The domain ID.</param>
internal readonly record struct EndpointUse(IommuEndpoint Endpoint, DomainTag Tag);
