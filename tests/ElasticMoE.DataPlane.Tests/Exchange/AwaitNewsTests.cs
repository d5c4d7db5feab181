using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Tests.Links;

namespace ElasticMoE.DataPlane.Tests.Exchange;

/// <summary>A router all of whose rows are parked waits instead of trying again and again.</summary>
public sealed class AwaitNewsTests
{
    private const int GuardMs = 20_000;

    [Fact]
    public async Task What_arrives_ends_the_wait_and_is_taken()
    {
        var map = new ExpertMap(new Epoch(0, 1), []);
        var exchange = new FabricExchange(new FabricExchangeOptions { HiddenSize = 32, Map = () => map });
        using var cluster = new Cluster(LinkVariety.Memory);
        (IFrameLink link, _) = cluster.Connect();
        Task opening = Task.Run(() => exchange.Opened(link), TestContext.Current.CancellationToken);
        exchange.AwaitNews(GuardMs);
        await opening;
        Assert.Equal(1, exchange.OpenNodes);
        exchange.AwaitNews(1);
        Assert.Equal(1, exchange.OpenNodes);
    }
}
