namespace ElasticMoE.Kernels.Vectors;

/// <summary>One operation on one value: its definition and the same steps on 16 lanes.</summary>
internal interface IUnaryOperation
{
    /// <summary>The definition.</summary>
    float Apply(float x);

    /// <summary>The same operations in every lane.</summary>
    TVector Apply<TForm, TVector>(TVector x)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct;
}
