using ElasticMoE.Node.Profiles;

namespace ElasticMoE.Node.Tests.Profiles;

public sealed class HeatMapLayoutTests
{
    [Theory]
    [InlineData(32, 5, 67, 1, 1, 1)]
    [InlineData(32, 5, 87, 1, 1, 2)]
    [InlineData(32, 5, 207, 1, 1, 5)]
    [InlineData(32, 1, 87, 2, 1, 1)]
    [InlineData(8, 2, 100, 2, 1, 2)]
    [InlineData(384, 61, 87, 1, 5, 1)]
    public void Fewest_lines_come_first_then_wide_cells(int experts, int layers, int room, int cellColumns, int expertsPerCell, int across) =>
        Assert.Equal(new HeatMapLayout(cellColumns, expertsPerCell, across), HeatMapLayout.Choose(experts, layers, room));

    [Fact]
    public void Every_layout_fits_its_room()
    {
        for (int experts = 1; experts <= 400; experts += 7)
        {
            for (int room = 32; room < 300; room += 5)
            {
                var layout = HeatMapLayout.Choose(experts, 5, room);
                int panel = layout.CellArea(experts) + HeatMapLayout.FigureColumns;
                Assert.InRange(layout.LayersAcross * panel + (layout.LayersAcross - 1) * HeatMapLayout.Gap, 1, room);
            }
        }
    }
}
