using ElasticMoE.Model.Steps;

namespace ElasticMoE.Model.Forward;

/// <summary>Computes steps of a model.</summary>
public interface IStepPass
{
    /// <summary>Runs a whole step; the sequences are longer by their rows afterwards.</summary>
    void Run(StepBatch batch);

    /// <summary>Scores of one row of the last step.</summary>
    /// <param name="index">Counts the scored rows in the order of the batch.</param>
    /// <returns>Length vocabulary; valid until the next step.</returns>
    ReadOnlySpan<float> Logits(int index);
}
