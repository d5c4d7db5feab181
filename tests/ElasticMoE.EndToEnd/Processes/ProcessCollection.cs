namespace ElasticMoE.EndToEnd.Processes;

/// <summary>Tests with processes run one after the other: they share the machine's cores and the packed model.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessCollection : ICollectionFixture<MiniModel>
{
    public const string Name = "processes";
}
