using ElasticMoE.Placement.Throughput;

namespace ElasticMoE.Placement.Tests.Throughput;

/// <summary>Counts of a step, worked out by hand.</summary>
public sealed class StepWorkTests
{
    private const double Close = 1e-9;

    internal static MixtureShape Shape { get; } = new()
    {
        Hidden = 8,
        Layers = 3,
        MixtureLayers = 2,
        Experts = 4,
        ActiveExperts = 2,
        ExpertWeights = 1000,
        CommonWeights = 5000,
        AttentionPerPosition = 30,
        CachePerPosition = 20,
        BytesPerWeight = 2,
        DispatchRowBytes = 10,
    };

    [Fact]
    public void One_row_reads_its_own_experts()
    {
        StepWork work = StepWork.Of(Shape, rows: 1, positions: 10, nodes: 0);
        // 2 layers × 2 experts × 1000 beside 5000 common weights; 10 positions × 20 floats.
        Assert.Equal(3, work.Layers);
        Assert.Equal((4000 + 5000) * 2 + 10 * 20 * 4, work.ReadBytes, Close);
        Assert.Equal(5000 + 4000 + 300, work.MultiplyAdds, Close);
        Assert.Equal((0, 0), (work.Frames, work.FrameBytes));
    }

    [Fact]
    public void Two_rows_share_some_experts()
    {
        // An expert is missed by both rows with chance 1/2 · 1/2, so 3 of 4 are read in each layer.
        StepWork work = StepWork.Of(Shape, rows: 2, positions: 10, nodes: 0);
        Assert.Equal((2 * 3 * 1000 + 5000) * 2 + 2 * 10 * 20 * 4, work.ReadBytes, Close);
        Assert.Equal(2 * (5000 + 4000 + 300), work.MultiplyAdds, Close);
    }

    [Fact]
    public void A_row_goes_once_to_each_node_that_it_hits()
    {
        // Two nodes with two experts each: the two of a row are both of one node in 2 of 6 cases, so a node is missed in 1 of 6.
        StepWork work = StepWork.Of(Shape, rows: 1, positions: 10, nodes: 2);
        Assert.Equal(2 * 2 * 2 * (5.0 / 6), work.Frames, Close);
        // In each of two layers: 2 · 5/6 dispatched rows of 10 bytes, and two answers of 8 floats.
        Assert.Equal(2 * (2 * (5.0 / 6) * 10 + 2 * 32), work.FrameBytes, Close);
    }

    [Fact]
    public void One_node_gets_every_row_in_frames_of_64()
    {
        StepWork work = StepWork.Of(Shape, rows: 128, positions: 1, nodes: 1);
        Assert.Equal(2 * 2 * 2, work.Frames, Close);
        Assert.Equal(2 * 128 * (10 + 2 * 32), work.FrameBytes, Close);
    }

    [Fact]
    public void Nodes_beyond_the_experts_hold_replicas()
    {
        // Eight nodes with one of eight replicas each: a row goes to two of them.
        StepWork work = StepWork.Of(Shape, rows: 1, positions: 1, nodes: 8);
        Assert.Equal(2 * 2 * 2, work.Frames, Close);
    }
}
