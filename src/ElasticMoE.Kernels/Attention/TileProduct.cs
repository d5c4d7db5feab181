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

    private static void Run<TColumns>(in TileOperands operands, int rows)
        where TColumns : struct, IColumns<TColumns>
    {
        int row = 0;
        for (; row + 4 <= rows; row += 4)
            FourRowProduct<TColumns>.Run(operands, row);
        for (; row < rows; row++)
            OneRowProduct<TColumns>.Run(operands, row);
    }
}
