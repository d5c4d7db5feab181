using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>One AVX-VNNI instruction (vpdpbusd), which does not saturate.</summary>
internal readonly struct DotInstruction256 : IByteDot256
{
    public static int TileRowsMax => 6;

    public static bool WidensInputs => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<int> AddProducts(Vector256<int> sum, Vector256<byte> weights, sbyte* x) =>
        AvxVnni.MultiplyWideningAndAdd(sum, weights, Vector256.Create(*(int*)x).AsSByte());
}
