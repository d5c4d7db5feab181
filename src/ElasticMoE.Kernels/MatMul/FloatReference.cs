namespace ElasticMoE.Kernels.MatMul;

/// <summary>The definition of the F32 and Bf16 products: one multiply-add chain per output.</summary>
internal static unsafe class FloatReference<TPanel>
    where TPanel : struct, IFloatPanel
{
    public static void Run(in MatMulCall call)
    {
        for (int row = 0; row < call.Rows; row++)
        {
            for (int output = 0; output < call.Outputs; output++)
                call.Y[(row * call.YStride) + output] = Output(call, row, output);
        }
    }

    private static float Output(in MatMulCall call, int row, int output)
    {
        byte* panel = call.Panels + (output / PanelLayout.PanelRows * call.PanelBytes);
        float* x = call.Values + ((nint)row * call.Inputs);
        float acc = 0;
        for (int k = 0; k < call.Inputs; k++)
            acc = MathF.FusedMultiplyAdd(TPanel.Weight(panel, output % PanelLayout.PanelRows, k), x[k], acc);
        return acc;
    }
}
