using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>What a product of tiles starts from and what happens to its result.</summary>
internal interface IProductStage
{
    /// <summary>The value before the first multiplication.</summary>
    static abstract TVector Start<TForm, TVector>(ref float result, nint index)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct;

    /// <summary>What is stored.</summary>
    static abstract TVector Finish<TForm, TVector>(TVector value, float scale)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct;
}
