using ElasticMoE.Testing.Processes;
namespace ElasticMoE.Gateway.Tests.Processes;

/// <summary>Tests that share one server.</summary>
[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<RunningServer>
{
    public const string Name = "server";
}
