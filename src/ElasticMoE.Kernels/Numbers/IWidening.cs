using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Numbers;

/// <summary>How the bits of a narrow number format become a float: the definition and the same steps on 16 lanes.</summary>
internal interface IWidening
{
    /// <summary>The definition.</summary>
    float Apply(uint bits);

    /// <summary>The same for the bits in every lane.</summary>
    TVector Apply<TForm, TVector>(TVector bits)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct;
}
