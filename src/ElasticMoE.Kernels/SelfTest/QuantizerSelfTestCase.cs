using ElasticMoE.Kernels.Quantization;

namespace ElasticMoE.Kernels.SelfTest;

/// <summary>Quantized activations: q, scale and sum of each block, all as floats.</summary>
internal sealed class QuantizerSelfTestCase : ISelfTestCase
{
    private const int Blocks = 8;
    private const int Length = Blocks * ActivationQuantizer.BlockLength;
    private const uint Seed = 3;

    public string Name => Operation.Name;

    public KernelOperation Operation => ActivationQuantizer.Operation;

    public int OutputLength => Length + (2 * Blocks);

    public void Run(KernelForm form, Span<float> output)
    {
        sbyte[] quantized = new sbyte[Length];
        int[] sums = new int[Blocks];
        ActivationQuantizer.Quantize(form, new SelfTestValues(Seed).Take(Length), quantized, output.Slice(Length, Blocks), sums);
        for (int i = 0; i < Length; i++)
            output[i] = quantized[i];
        for (int i = 0; i < Blocks; i++)
            output[Length + Blocks + i] = sums[i];
    }
}
