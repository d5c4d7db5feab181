namespace ElasticMoE.Gateway.Tests.Clusters;

/// <summary>Tests that share one cluster, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<SdkCluster>
{
    public const string Name = "cluster";
}
