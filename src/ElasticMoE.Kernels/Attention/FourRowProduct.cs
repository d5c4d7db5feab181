using System.Runtime.CompilerServices;

namespace ElasticMoE.Kernels.Attention;

/// <summary>A product of four rows. Their chains stay in registers: with four columns of one register each that is half of 32.</summary>
internal static unsafe class FourRowProduct<TColumns, TAhead>
    where TColumns : struct, IColumns<TColumns>
    where TAhead : struct, IAhead
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(in TileOperands operands, nint row)
    {
        nint column = operands.ResultColumn;
        nint stride = operands.ResultStride;
        float* result = operands.Result + (row * stride);
        TColumns row0 = default;
        TColumns row1 = default;
        TColumns row2 = default;
        TColumns row3 = default;
        if (operands.Continues)
        {
            row0 = TColumns.LoadResult(result, column);
            row1 = TColumns.LoadResult(result + stride, column);
            row2 = TColumns.LoadResult(result + (2 * stride), column);
            row3 = TColumns.LoadResult(result + (3 * stride), column);
        }
        nint leftStride = operands.LeftStride;
        ColumnOffsets offsets = operands.RightColumns;
        ColumnOffsets laterOffsets = operands.LaterColumns;
        nint rightStride = operands.RightStride;
        for (int segment = 0; segment < operands.Segments; segment++)
        {
            float* left = operands.Left + (row * leftStride) + (segment * operands.LeftSegment);
            float* right = operands.Right + operands.RightSegments[segment];
            float* later = TAhead.Fetches ? operands.Later + operands.LaterSegments[segment] : null;
            for (nint k = operands.Count; k > 0; k--)
            {
                if (TAhead.Fetches)
                {
                    TColumns.FetchRight(later, laterOffsets);
                    later += rightStride;
                }
                TColumns factors = TColumns.LoadRight(right, offsets);
                row0.AddProduct(factors, left[0]);
                row1.AddProduct(factors, left[leftStride]);
                row2.AddProduct(factors, left[2 * leftStride]);
                row3.AddProduct(factors, left[3 * leftStride]);
                left++;
                right += rightStride;
            }
        }
        float scale = operands.Scale;
        row0.StoreResult(result, column, scale);
        row1.StoreResult(result + stride, column, scale);
        row2.StoreResult(result + (2 * stride), column, scale);
        row3.StoreResult(result + (3 * stride), column, scale);
    }
}
