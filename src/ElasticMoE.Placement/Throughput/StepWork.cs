using ElasticMoE.Contracts;

namespace ElasticMoE.Placement.Throughput;

/// <summary>What one step costs, in counts: expected ones, since gates decide. Times a machine's rates they are its time.</summary>
/// <param name="Layers">Layers run: each has its barriers and small operations.</param>
/// <param name="ReadBytes">Weights, each read once a step, and keys and values.</param>
/// <param name="MultiplyAdds">Multiply-adds.</param>
/// <param name="Frames">Dispatches and answers.</param>
/// <param name="FrameBytes">Bytes in them.</param>
public readonly record struct StepWork(double Layers, double ReadBytes, double MultiplyAdds, double Frames, double FrameBytes)
{
    /// <summary>The counts as a vector, in the order of <see cref="CostRates"/>.</summary>
    internal double[] Counts => [Layers, ReadBytes, MultiplyAdds, Frames, FrameBytes];

    /// <summary>A step of one router, with all experts on some nodes.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="rows">Sequences that decode together.</param>
    /// <param name="positions">Positions that each of them sees.</param>
    /// <param name="nodes">Nodes that share the experts; 0 where the router's process runs them.</param>
    public static StepWork Of(MixtureShape shape, int rows, int positions, int nodes)
    {
        double expertWeights = shape.MixtureLayers * ExpectedHits.Experts(shape.Experts, shape.ActiveExperts, rows) * shape.ExpertWeights;
        double cacheBytes = (double)rows * positions * shape.CachePerPosition * sizeof(float);
        double perRow = shape.CommonWeights + (double)shape.MixtureLayers * shape.ActiveExperts * shape.ExpertWeights + (double)positions * shape.AttentionPerPosition;
        var work = new StepWork(shape.Layers, (shape.CommonWeights + expertWeights) * shape.BytesPerWeight + cacheBytes, rows * perRow, 0, 0);
        return nodes == 0 ? work : work with
        {
            Frames = 2 * shape.MixtureLayers * FramesOfLayer(shape, rows, nodes),
            FrameBytes = shape.MixtureLayers * (DispatchedRows(shape, rows, nodes) * shape.DispatchRowBytes + (double)rows * shape.ActiveExperts * shape.AnswerRowBytes),
        };
    }

    /// <summary>Dispatches of one layer: one to each node that is hit, and more where one would be too long.</summary>
    internal static double FramesOfLayer(MixtureShape shape, double rows, double nodes)
    {
        double hit = HitsNode(shape, nodes);
        return nodes * (1 - Math.Pow(1 - hit, rows)) * Math.Max(1, rows * hit / Limits.FrameRowsMax);
    }

    /// <summary>Rows that leave the router in one layer; a row goes once to each node that it hits.</summary>
    internal static double DispatchedRows(MixtureShape shape, double rows, double nodes) => rows * nodes * HitsNode(shape, nodes);

    /// <summary>Where there are more nodes than experts, experts have several replicas, and a row still goes to as many nodes as it has experts.</summary>
    private static double HitsNode(MixtureShape shape, double nodes)
    {
        double places = Math.Max(shape.Experts, nodes);
        return ExpectedHits.Node(places, shape.ActiveExperts, places / nodes);
    }
}
