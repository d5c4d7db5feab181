namespace ElasticMoE.Contracts.Experts;

/// <summary>Where a host's outputs go.</summary>
public interface IExpertOutputs
{
    /// <summary>Takes what one pair has become: on any of the host's threads, each pair once, while its run is under way.</summary>
    /// <param name="pair">In the order of the work's experts.</param>
    /// <param name="output">Hidden floats, the host's own; to be read at once.</param>
    void Take(int pair, ReadOnlySpan<float> output);
}
