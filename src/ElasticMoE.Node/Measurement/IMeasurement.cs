namespace ElasticMoE.Node.Measurement;

/// <summary>Something whose rate is taken once in every round.</summary>
internal interface IMeasurement
{
    /// <summary>What it is, for messages.</summary>
    string Name { get; }

    /// <summary>Runs once and returns the rate reached: bytes, operations or tokens per second.</summary>
    double Measure();
}
