using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Bulk;

namespace ElasticMoE.DataPlane.Tests.Bulk;

public sealed class BulkPacerTests
{
    private const long Rate = 10_000_000;

    [Theory]
    [InlineData(false, 1.0)]
    [InlineData(true, 0.25)]
    public void ItKeepsItsRateAndAQuarterOfItBesideRows(bool busy, double share)
    {
        var pacer = new BulkPacer(Rate);
        long nowUs = 5_000_000, startUs = nowUs, sent = 0;
        while (sent < 50 * Limits.PieceBytesMax)
        {
            long waitUs = pacer.Send(Limits.PieceBytesMax, nowUs, busy);
            if (waitUs == 0)
                sent += Limits.PieceBytesMax;
            nowUs += waitUs;
        }
        double reached = (sent - Limits.PieceBytesMax) / ((nowUs - startUs) / 1e6);
        Assert.InRange(reached, 0.98 * share * Rate, 1.01 * share * Rate);
    }

    [Fact]
    public void IdleTimeSavesUpNoMoreThanOnePiece()
    {
        var pacer = new BulkPacer(Rate);
        Assert.Equal(0, pacer.Send(1000, 0, busy: false));
        int atOnce = 0;
        while (pacer.Send(Limits.PieceBytesMax, 3_600_000_000, busy: false) == 0)
            atOnce++;
        Assert.Equal(2, atOnce);
    }
}
