using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// AVX2: even and odd bytes are widened to 16 bits apart and multiplied in pairs (vpmaddwd). The byte form of that instruction
/// (vpmaddubsw) would be shorter, but saturates.
/// </summary>
internal readonly struct WidenedDot256 : IByteDot256
{
    public static int TileRowsMax => 4;

    public static bool WidensInputs => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<int> AddProducts(Vector256<int> sum, Vector256<byte> weights, sbyte* x)
    {
        Vector256<short> evenWeights = weights.AsInt16() & Vector256.Create((short)0xFF);
        Vector256<short> oddWeights = Vector256.ShiftRightLogical(weights.AsInt16(), 8);
        Vector256<short> evenX = Vector256.Create(*(int*)x).AsInt16();
        Vector256<short> oddX = Vector256.Create(*(int*)(x + InputWidening.OddOffset)).AsInt16();
        return sum + Avx2.MultiplyAddAdjacent(evenWeights, evenX) + Avx2.MultiplyAddAdjacent(oddWeights, oddX);
    }
}
