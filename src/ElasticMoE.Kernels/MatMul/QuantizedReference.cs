namespace ElasticMoE.Kernels.MatMul;

/// <summary>The definition of the Q8 and Q4 products: an exact integer sum per block, one multiply-add chain over blocks per output.</summary>
internal static unsafe class QuantizedReference<TBlock>
    where TBlock : struct, IQuantizedBlock
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
            ushort scale = ((ushort*)(panel + QuantizedPanel<TBlock>.ScalesOffset(block)))[panelRow];
            var weights = new ReadOnlySpan<byte>(panel + QuantizedPanel<TBlock>.WeightsOffset(block), TBlock.WeightBytes);
            int sum = BlockSum(weights, panelRow, call.Quantized + (rowBlock * PanelLayout.BlockInputs));
            float scales = (float)BitConverter.UInt16BitsToHalf(scale) * call.Scales[rowBlock];
            acc = MathF.FusedMultiplyAdd(sum, scales, acc);
        }

        return acc;
    }

    private static int BlockSum(ReadOnlySpan<byte> weights, int panelRow, sbyte* x)
    {
        int sum = 0;
        for (int input = 0; input < PanelLayout.BlockInputs; input++)
            sum += TBlock.Load(weights, panelRow, input) * x[input];
        return sum;
    }
}
