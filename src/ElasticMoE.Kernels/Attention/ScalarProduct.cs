namespace ElasticMoE.Kernels.Attention;

/// <summary>A product whose columns are single floats, for dimensions that don't fill 16 lanes.</summary>
internal static unsafe class ScalarProduct
{
    public static void Run(in TileOperands operands, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                RunOne(operands, row, column);
        }
    }

    private static void RunOne(in TileOperands operands, int row, int column)
    {
        float* result = operands.Result + (row * operands.ResultStride) + column;
        float chain = operands.Continues ? *result : 0f;
        for (int segment = 0; segment < operands.Segments; segment++)
        {
            float* left = operands.Left + (row * operands.LeftStride) + (segment * operands.LeftSegment);
            float* right = operands.Right + operands.RightSegments[segment] + column;
            for (nint k = 0; k < operands.Count; k++)
                chain = MathF.FusedMultiplyAdd(left[k], right[k * operands.RightStride], chain);
        }
        *result = chain * operands.Scale;
    }
}
