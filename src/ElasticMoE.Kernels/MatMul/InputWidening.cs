using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// A block of activations widened to 16 bits once for all groups, for instructions that multiply 16-bit numbers. Each four activations
/// a b c d become the pair a, c where they were, and the pair b, d at <see cref="OddOffset"/> behind.
/// </summary>
internal static unsafe class InputWidening
{
    /// <summary>Bytes from a pair of even activations to their odd neighbours.</summary>
    public const int OddOffset = PanelLayout.BlockInputs;

    /// <summary>Bytes of a widened block.</summary>
    public const int BlockBytes = 2 * PanelLayout.BlockInputs;

    /// <summary>Widens the block at x of each row, the next row's being stride further.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Widen<TRows>(sbyte* x, nint stride, sbyte* widened)
        where TRows : struct, IRowCount
    {
        for (nint row = 0; row < TRows.Count; row++)
        {
            Vector256<short> pairs = Vector256.Load(x + (row * stride)).AsInt16();
            Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(pairs, 8), 8).Store((short*)(widened + (row * BlockBytes)));
            Vector256.ShiftRightArithmetic(pairs, 8).Store((short*)(widened + (row * BlockBytes) + OddOffset));
        }
    }
}
