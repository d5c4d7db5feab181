using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>Four columns of 16 lanes.</summary>
internal unsafe struct FourColumns<TForm, TVector> : IColumns<FourColumns<TForm, TVector>>
    where TForm : struct, IVectorForm<TVector>
    where TVector : struct
{
    private TVector _a;
    private TVector _b;
    private TVector _c;
    private TVector _d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourColumns<TForm, TVector> LoadRight(float* right, ColumnOffsets offsets) => new()
    {
        _a = TForm.Load(ref *right, 0),
        _b = TForm.Load(ref *(right + offsets.Column1), 0),
        _c = TForm.Load(ref *(right + offsets.Column2), 0),
        _d = TForm.Load(ref *(right + offsets.Column3), 0),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FetchRight(float* right, ColumnOffsets offsets)
    {
        Sse.Prefetch0(right);
        Sse.Prefetch0(right + offsets.Column1);
        Sse.Prefetch0(right + offsets.Column2);
        Sse.Prefetch0(right + offsets.Column3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourColumns<TForm, TVector> LoadResult(float* result, nint column) => new()
    {
        _a = TForm.Load(ref *result, 0),
        _b = TForm.Load(ref *(result + column), 0),
        _c = TForm.Load(ref *(result + (2 * column)), 0),
        _d = TForm.Load(ref *(result + (3 * column)), 0),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(FourColumns<TForm, TVector> right, float left)
    {
        TVector factor = TForm.Create(left);
        _a = TForm.Fma(factor, right._a, _a);
        _b = TForm.Fma(factor, right._b, _b);
        _c = TForm.Fma(factor, right._c, _c);
        _d = TForm.Fma(factor, right._d, _d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void StoreResult(float* result, nint column, float scale)
    {
        TVector factor = TForm.Create(scale);
        TForm.Store(TForm.Multiply(_a, factor), ref *result, 0);
        TForm.Store(TForm.Multiply(_b, factor), ref *(result + column), 0);
        TForm.Store(TForm.Multiply(_c, factor), ref *(result + (2 * column)), 0);
        TForm.Store(TForm.Multiply(_d, factor), ref *(result + (3 * column)), 0);
    }
}
