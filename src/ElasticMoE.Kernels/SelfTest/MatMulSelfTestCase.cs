using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Quantization;

namespace ElasticMoE.Kernels.SelfTest;

/// <summary>A small product in one weight format.</summary>
internal sealed class MatMulSelfTestCase(WeightFormat format, int rows, int outputs) : ISelfTestCase
{
    private const int Inputs = 96;
    private const uint WeightSeed = 1;
    private const uint RowSeed = 2;

    public string Name => $"{Operation.Name} {rows}x{outputs}";

    public KernelOperation Operation => MatMul.MatMul.OperationOf(format);

    public int OutputLength => rows * outputs;

    public void Run(KernelForm form, Span<float> output)
    {
        float[] x = new SelfTestValues(RowSeed).Take(rows * Inputs);
        int blocks = x.Length / PanelLayout.BlockInputs;
        sbyte[] quantized = new sbyte[x.Length];
        float[] scales = new float[blocks];
        int[] sums = new int[blocks];
        ActivationQuantizer.Quantize(KernelForm.Scalar, x, quantized, scales, sums);
        MatMul.MatMul.Multiply(
            MatMul.MatMul.VariantFor(format, form),
            format,
            Panels(),
            new MatMulRows { Values = x, Quantized = quantized, Scales = scales, Sums = sums, Count = rows, Inputs = Inputs },
            new MatMulResult(output, outputs, outputs));
    }

    private byte[] Panels()
    {
        float[] weights = new SelfTestValues(WeightSeed).Take(outputs * Inputs);
        int panelBytes = (int)PanelLayout.PanelBytes(format, Inputs);
        byte[] panels = new byte[PanelLayout.MatrixBytes(format, outputs, Inputs)];
        for (int first = 0; first < outputs; first += PanelLayout.PanelRows)
        {
            int count = Math.Min(PanelLayout.PanelRows, outputs - first);
            Span<byte> panel = panels.AsSpan(first / PanelLayout.PanelRows * panelBytes, panelBytes);
            PanelLayout.PackPanel(format, weights.AsSpan(first * Inputs, count * Inputs), count, Inputs, panel);
        }

        return panels;
    }
}
