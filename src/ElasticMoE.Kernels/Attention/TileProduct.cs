using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>A product of any number of rows by one or two columns, in blocks whose sums stay in registers.</summary>
internal static class TileProduct<TForm, TVector, TStage>
    where TForm : struct, IVectorForm<TVector>
    where TVector : struct
    where TStage : struct, IProductStage
{
    /// <summary>Columns that one call takes at most.</summary>
    public static int ColumnsMax => TForm.IsWide ? 2 : 1;

    public static void Run(TileOperands operands, int rows, int columns)
    {
        if (columns == 2)
            TwoColumns(operands, rows);
        else
            OneColumn(operands, rows);
    }

    private static void TwoColumns(in TileOperands operands, int rows)
    {
        int row = 0;
        for (; row + 8 <= rows; row += 8)
            EightByTwoProduct<TForm, TVector, TStage>.Run(operands.FromRow(row));
        if (row + 4 <= rows)
        {
            FourByTwoProduct<TForm, TVector, TStage>.Run(operands.FromRow(row));
            row += 4;
        }
        for (; row < rows; row++)
            OneByTwoProduct<TForm, TVector, TStage>.Run(operands.FromRow(row));
    }

    private static void OneColumn(in TileOperands operands, int rows)
    {
        int row = 0;
        for (; row + 4 <= rows; row += 4)
            FourByOneProduct<TForm, TVector, TStage>.Run(operands.FromRow(row));
        for (; row < rows; row++)
            OneByOneProduct<TForm, TVector, TStage>.Run(operands.FromRow(row));
    }
}
