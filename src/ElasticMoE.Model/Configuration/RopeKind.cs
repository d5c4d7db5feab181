namespace ElasticMoE.Model.Configuration;

/// <summary>Kinds of rope scaling whose frequencies don't depend on the sequence's length.</summary>
internal enum RopeKind
{
    Default,
    Linear,
    Llama3,
    Yarn,
}
