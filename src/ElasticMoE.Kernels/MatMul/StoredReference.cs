namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// The definition of products with stored blocks. Per 32 inputs: s = Σ over halves of scale · Σ q·a, an exact whole number; acc = fma((float)s, d·da, acc);
/// where there are minima, then acc = fma((float)(minimum · Σ a), −(dmin·da), acc).
/// </summary>
internal static unsafe class StoredReference<TBlock>
    where TBlock : struct, IStoredBlock
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
        int panelRow = output % PanelLayout.PanelRows;
        nint blocks = call.Inputs / PanelLayout.BlockInputs;
        float acc = 0;
        for (nint block = 0; block < blocks; block++)
        {
            nint rowBlock = (row * blocks) + block;
            float xScale = call.Scales[rowBlock];
            int sum = Sum(panel, panelRow, block, call.Quantized + (rowBlock * PanelLayout.BlockInputs));
            acc = MathF.FusedMultiplyAdd(sum, TBlock.FloatScale(panel, panelRow, block) * xScale, acc);
            if (TBlock.HasBlockScales)
            {
                (int minimum, float scale) = TBlock.Minimum(panel, panelRow, block);
                acc = MathF.FusedMultiplyAdd(minimum * call.Sums[rowBlock], -(scale * xScale), acc);
            }
        }

        return acc;
    }

    private static int Sum(byte* panel, int row, nint block, sbyte* x)
    {
        int sum = 0;
        for (int i = 0; i < PanelLayout.BlockInputs; i++)
        {
            nint input = (block * PanelLayout.BlockInputs) + i;
            sum += TBlock.Scale(panel, row, input) * (TBlock.Weight(panel, row, input) - TBlock.Bias) * x[i];
        }

        return sum;
    }
}
