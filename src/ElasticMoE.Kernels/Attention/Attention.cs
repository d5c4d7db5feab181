using System.Runtime.Intrinsics;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>
/// Causal attention over a block cache, in one form for prefill and decode. A row's bits depend on its query and on the keys and values
/// it sees, and on nothing else: not on the other rows, the blocks' order, or what the cache holds at positions it doesn't see.
/// </summary>
public static class Attention
{
    internal static readonly KernelOperation Operation = new("attention", KernelOperation.WidestWithFma());

    /// <summary>Floats of scratch memory that suffice for every call within these limits.</summary>
    /// <param name="positions">The most positions: first position + tokens.</param>
    /// <param name="rows">The most rows: tokens × group.</param>
    /// <param name="keyDim">Length of a key.</param>
    /// <param name="valueDim">Length of a value.</param>
    public static int ScratchFloats(int positions, int rows, int keyDim, int valueDim) => checked((int)(
        TileSize.ScoreFloats((long)KvBlock.CountFor(positions) * KvBlock.Positions, rows)
        + (TileSize.RowsOf(rows) * ((long)keyDim + valueDim + 1))));

    /// <summary>Writes the outputs of all rows.</summary>
    /// <param name="call">Queries, cache and shapes.</param>
    /// <param name="scratch">At least <see cref="ScratchFloats"/>; its contents don't matter and are overwritten.</param>
    /// <param name="output">Row (t, g) is written at t × OutputTokenStride + g × OutputHeadStride.</param>
    public static void Run(in AttentionCall call, Span<float> scratch, Span<float> output) =>
        Run(Operation.Form, call, scratch, output);

    internal static void Run(KernelForm form, in AttentionCall call, Span<float> scratch, Span<float> output)
    {
        call.Check(output.Length);
        int positions = call.FirstPosition + call.Tokens;
        if (scratch.Length < ScratchFloats(positions, call.Rows, call.KeyDim, call.ValueDim))
            throw new ArgumentException($"{scratch.Length} floats of scratch memory are too few", nameof(scratch));
        if (form == KernelForm.Vector512)
            TiledAttention<Form512, Vector512<float>>.Run(call, scratch, output);
        else if (form == KernelForm.Vector256)
            TiledAttention<Form256, Lanes256>.Run(call, scratch, output);
        else
            ScalarAttention.Run(call, scratch, output);
    }
}
