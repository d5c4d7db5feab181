namespace ElasticMoE.Kernels.Attention;

/// <summary>Whether a product asks for later right operands, as a type: the compiler makes one product of each.</summary>
internal interface IAhead
{
    static abstract bool Fetches { get; }
}
