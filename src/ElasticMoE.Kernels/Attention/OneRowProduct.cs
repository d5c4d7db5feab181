using System.Runtime.CompilerServices;

namespace ElasticMoE.Kernels.Attention;

/// <summary>A product of one row.</summary>
internal static unsafe class OneRowProduct<TColumns, TAhead>
    where TColumns : struct, IColumns<TColumns>
    where TAhead : struct, IAhead
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(in TileOperands operands, nint row)
    {
        float* result = operands.Result + (row * operands.ResultStride);
        TColumns chains = operands.Continues ? TColumns.LoadResult(result, operands.ResultColumn) : default;
        ColumnOffsets offsets = operands.RightColumns;
        ColumnOffsets laterOffsets = operands.LaterColumns;
        nint rightStride = operands.RightStride;
        for (int segment = 0; segment < operands.Segments; segment++)
        {
            float* left = operands.Left + (row * operands.LeftStride) + (segment * operands.LeftSegment);
            float* right = operands.Right + operands.RightSegments[segment];
            float* later = TAhead.Fetches ? operands.Later + operands.LaterSegments[segment] : null;
            for (nint k = operands.Count; k > 0; k--)
            {
                if (TAhead.Fetches)
                {
                    TColumns.FetchRight(later, laterOffsets);
                    later += rightStride;
                }
                chains.AddProduct(TColumns.LoadRight(right, offsets), *left);
                left++;
                right += rightStride;
            }
        }
        chains.StoreResult(result, operands.ResultColumn, operands.Scale);
    }
}
