using ElasticMoE.Kernels.Attention;

namespace ElasticMoE.Kernels.SelfTest;

/// <summary>Attention of a few tokens over a few blocks.</summary>
internal sealed class AttentionSelfTestCase(int tokens, int group, int window) : ISelfTestCase
{
    private const int KeyDim = 48;
    private const int ValueDim = 100;
    private const int Positions = 90;
    private const int BlockFloats = (KeyDim + ValueDim) * KvBlock.Positions;
    private static readonly int[] Blocks = [3, 1, 5, 0, 2, 4];

    public string Name => $"{Operation.Name} {tokens}x{group}";

    public KernelOperation Operation => Attention.Attention.Operation;

    public int OutputLength => tokens * group * ValueDim;

    /// <summary>Decoding, and a prefill with window and sinks.</summary>
    public static IEnumerable<ISelfTestCase> All() => [new AttentionSelfTestCase(1, 4, 0), new AttentionSelfTestCase(5, 3, 37)];

    public void Run(KernelForm form, Span<float> output)
    {
        var values = new SelfTestValues(5);
        var call = new AttentionCall
        {
            Cache = values.Take(Blocks.Length * BlockFloats),
            Blocks = Blocks,
            BlockStride = BlockFloats,
            KeyOffset = 0,
            ValueOffset = KeyDim * KvBlock.Positions,
            KeyDim = KeyDim,
            ValueDim = ValueDim,
            Scale = 0.5f,
            Window = window,
            Sinks = window == 0 ? default : values.Take(group),
            Queries = values.Take(tokens * group * KeyDim),
            QueryTokenStride = group * KeyDim,
            QueryHeadStride = KeyDim,
            FirstPosition = Positions - tokens,
            Tokens = tokens,
            Group = group,
            OutputTokenStride = group * ValueDim,
            OutputHeadStride = ValueDim,
        };
        float[] scratch = new float[Attention.Attention.ScratchFloats(Positions, tokens * group, KeyDim, ValueDim)];
        Attention.Attention.Run(form, call, scratch, output);
    }
}
