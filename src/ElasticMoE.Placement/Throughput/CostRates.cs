namespace ElasticMoE.Placement.Throughput;

/// <summary>What each count of a <see cref="StepWork"/> costs on a machine; none is negative.</summary>
/// <param name="SecondsPerLayer">Barriers and what is too small to count.</param>
/// <param name="SecondsPerByte">Of weights, keys and values.</param>
/// <param name="SecondsPerMultiplyAdd">Of a multiply-add.</param>
/// <param name="SecondsPerFrame">Making, sending, waking, taking.</param>
/// <param name="SecondsPerFrameByte">Copies and checksums.</param>
public sealed record CostRates(double SecondsPerLayer, double SecondsPerByte, double SecondsPerMultiplyAdd, double SecondsPerFrame, double SecondsPerFrameByte)
{
    /// <summary>A step's time: counts times rates. Nothing is taken to hide behind anything else, for on one machine all share its cores.</summary>
    public double Seconds(in StepWork work) =>
        work.Layers * SecondsPerLayer + work.ReadBytes * SecondsPerByte + work.MultiplyAdds * SecondsPerMultiplyAdd + work.Frames * SecondsPerFrame + work.FrameBytes * SecondsPerFrameByte;
}
