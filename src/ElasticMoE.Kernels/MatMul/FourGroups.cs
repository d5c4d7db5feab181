namespace ElasticMoE.Kernels.MatMul;

/// <summary>Stored weights of 16 inputs × 16 outputs.</summary>
internal struct FourGroups<TLanes>
    where TLanes : struct, IByteLanes<TLanes>
{
    public TLanes A;
    public TLanes B;
    public TLanes C;
    public TLanes D;
}
