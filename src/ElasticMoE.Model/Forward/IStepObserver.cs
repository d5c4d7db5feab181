namespace ElasticMoE.Model.Forward;

/// <summary>Sees what passes through a step; for verification, profiles and demonstrations. Called on the step's thread.</summary>
public interface IStepObserver
{
    /// <summary>The gate of a mixture layer has chosen.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="experts">[rows, active], ascending within a row, then −1 where a row goes to fewer.</param>
    /// <param name="weights">[rows, active], as applied.</param>
    void Routed(int layer, ReadOnlySpan<int> experts, ReadOnlySpan<float> weights);

    /// <summary>The rows between layers.</summary>
    /// <param name="layers">Layers passed: 0 is the embedding; after the last layer the rows are those before the final norm.</param>
    /// <param name="rows">[rows, hidden].</param>
    void Passed(int layers, ReadOnlySpan<float> rows);
}
