using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Quantization;

namespace ElasticMoE.Kernels.SelfTest;

/// <summary>A small product with blocks as files store them, of any bytes that make finite scales.</summary>
internal sealed class StoredSelfTestCase(WeightFormat format, int rows, int outputs) : ISelfTestCase
{
    private const int Inputs = 512;
    private const uint WeightSeed = 3;
    private const uint RowSeed = 4;

    public string Name => $"{Operation.Name} {rows}x{outputs}";

    public KernelOperation Operation => MatMul.MatMul.OperationOf(format);

    public int OutputLength => rows * outputs;

    public void Run(KernelForm form, Span<float> output)
    {
        float[] x = new SelfTestValues(RowSeed).Take(rows * Inputs);
        sbyte[] quantized = new sbyte[x.Length];
        float[] scales = new float[x.Length / PanelLayout.BlockInputs];
        int[] sums = new int[scales.Length];
        ActivationQuantizer.Quantize(KernelForm.Scalar, x, quantized, scales, sums);
        MatMul.MatMul.Multiply(
            MatMul.MatMul.VariantFor(format, form),
            format,
            Panels(),
            new MatMulRows { Quantized = quantized, Scales = scales, Sums = sums, Count = rows, Inputs = Inputs },
            new MatMulResult(output, outputs, outputs));
    }

    private byte[] Panels()
    {
        BlockFormat blocks = StoredPanel.BlocksOf(format)!.Value;
        int rowBytes = (int)BlockFormats.BytesOf(blocks, Inputs), panelBytes = (int)PanelLayout.PanelBytes(format, Inputs);
        byte[] stored = Array.ConvertAll(new SelfTestValues(WeightSeed).Take(outputs * rowBytes), value => (byte)(int)((value * 128) + 128));
        for (int at = 0; at < stored.Length; at += BlockFormats.BytesOf(blocks))
            SetScales(blocks, stored.AsSpan(at, BlockFormats.BytesOf(blocks)));
        byte[] panels = new byte[PanelLayout.MatrixBytes(format, outputs, Inputs)];
        for (int first = 0; first < outputs; first += PanelLayout.PanelRows)
        {
            int count = Math.Min(PanelLayout.PanelRows, outputs - first);
            Span<byte> panel = panels.AsSpan(first / PanelLayout.PanelRows * panelBytes, panelBytes);
            StoredPanel.Pack(format, stored.AsSpan(first * rowBytes, count * rowBytes), count, Inputs, panel);
        }

        return panels;
    }

    /// <summary>Upper bytes of f16 numbers between about 0.01 and 1, and scales near one.</summary>
    private static void SetScales(BlockFormat blocks, Span<byte> block)
    {
        if (blocks == BlockFormat.Mxfp4)
            block[0] = (byte)(120 + (block[0] % 12));
        if (blocks == BlockFormat.Q6K)
            block[209] = (byte)(0x20 + (block[209] % 24));
        if (blocks == BlockFormat.Q4K)
            (block[1], block[3]) = ((byte)(0x20 + (block[1] % 24)), (byte)(0x20 + (block[3] % 24)));
    }
}
