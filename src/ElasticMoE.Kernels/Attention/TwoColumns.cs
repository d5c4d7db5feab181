using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>Two columns of 16 lanes.</summary>
internal unsafe struct TwoColumns<TForm, TVector> : IColumns<TwoColumns<TForm, TVector>>
    where TForm : struct, IVectorForm<TVector>
    where TVector : struct
{
    private TVector _a;
    private TVector _b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoColumns<TForm, TVector> LoadRight(float* right, ColumnOffsets offsets) => new()
    {
        _a = TForm.Load(ref *right, 0),
        _b = TForm.Load(ref *(right + offsets.Column1), 0),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FetchRight(float* right, ColumnOffsets offsets)
    {
        Sse.Prefetch0(right);
        Sse.Prefetch0(right + offsets.Column1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoColumns<TForm, TVector> LoadResult(float* result, nint column) => new()
    {
        _a = TForm.Load(ref *result, 0),
        _b = TForm.Load(ref *(result + column), 0),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(TwoColumns<TForm, TVector> right, float left)
    {
        TVector factor = TForm.Create(left);
        _a = TForm.Fma(factor, right._a, _a);
        _b = TForm.Fma(factor, right._b, _b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void StoreResult(float* result, nint column, float scale)
    {
        TVector factor = TForm.Create(scale);
        TForm.Store(TForm.Multiply(_a, factor), ref *result, 0);
        TForm.Store(TForm.Multiply(_b, factor), ref *(result + column), 0);
    }
}
