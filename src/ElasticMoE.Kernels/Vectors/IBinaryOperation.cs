namespace ElasticMoE.Kernels.Vectors;

/// <summary>One operation on two values: its definition and the same steps on 16 lanes.</summary>
internal interface IBinaryOperation
{
    /// <summary>The definition.</summary>
    float Apply(float x, float y);

    /// <summary>The same operations in every lane.</summary>
    TVector Apply<TForm, TVector>(TVector x, TVector y)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct;
}
