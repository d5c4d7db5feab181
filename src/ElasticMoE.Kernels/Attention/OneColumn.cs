using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>One column of 16 lanes.</summary>
internal unsafe struct OneColumn<TForm, TVector> : IColumns<OneColumn<TForm, TVector>>
    where TForm : struct, IVectorForm<TVector>
    where TVector : struct
{
    private TVector _a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneColumn<TForm, TVector> LoadRight(float* right, ColumnOffsets offsets) => new()
    {
        _a = TForm.Load(ref *right, 0),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FetchRight(float* right, ColumnOffsets offsets)
    {
        Sse.Prefetch0(right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneColumn<TForm, TVector> LoadResult(float* result, nint column) => new()
    {
        _a = TForm.Load(ref *result, 0),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(OneColumn<TForm, TVector> right, float left)
    {
        TVector factor = TForm.Create(left);
        _a = TForm.Fma(factor, right._a, _a);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void StoreResult(float* result, nint column, float scale)
    {
        TVector factor = TForm.Create(scale);
        TForm.Store(TForm.Multiply(_a, factor), ref *result, 0);
    }
}
