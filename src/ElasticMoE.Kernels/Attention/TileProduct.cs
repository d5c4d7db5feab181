using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>A product of any number of rows by 1, 2 or 4 columns, in blocks whose chains stay in registers.</summary>
internal static class TileProduct<TForm, TVector>
    where TForm : struct, IVectorForm<TVector>
    where TVector : struct
{
    /// <summary>How many of the columns left the next product takes.</summary>
    public static int ColumnsOf(int columnsLeft, int rows)
    {
        int most = TForm.IsWide || rows < 4 ? columnsLeft : 1;
        return most >= 4 ? 4 : most >= 2 ? 2 : 1;
    }

    public static void Run(in TileOperands operands, int rows, int columns)
    {
        switch (columns)
        {
            case 4:
                Run<FourColumns<TForm, TVector>>(operands, rows);
                break;
            case 2:
                Run<TwoColumns<TForm, TVector>>(operands, rows);
                break;
            default:
                Run<OneColumn<TForm, TVector>>(operands, rows);
                break;
        }
    }

    // One pass over the right operands brings the later ones.
    private static unsafe void Run<TColumns>(in TileOperands operands, int rows)
        where TColumns : struct, IColumns<TColumns>
    {
        if (operands.Later == null)
        {
            Run<TColumns, Ahead.Nothing>(operands, 0, rows);
            return;
        }
        int first = rows >= 4 ? 4 : 1;
        Run<TColumns, Ahead.LaterBlocks>(operands, 0, first);
        Run<TColumns, Ahead.Nothing>(operands, first, rows);
    }

    private static void Run<TColumns, TAhead>(in TileOperands operands, int row, int end)
        where TColumns : struct, IColumns<TColumns>
        where TAhead : struct, IAhead
    {
        for (; row + 4 <= end; row += 4)
            FourRowProduct<TColumns, TAhead>.Run(operands, row);
        for (; row < end; row++)
            OneRowProduct<TColumns, TAhead>.Run(operands, row);
    }
}
