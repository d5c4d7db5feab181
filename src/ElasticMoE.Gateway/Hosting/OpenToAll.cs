namespace ElasticMoE.Gateway.Hosting;

/// <summary>Marks an endpoint that needs no key.</summary>
internal sealed class OpenToAll;
