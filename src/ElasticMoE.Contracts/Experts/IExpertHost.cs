namespace ElasticMoE.Contracts.Experts;

/// <summary>
/// The serving side of the experts: a node's mathematics over weights that are resident. One call at a time. Whether an expert may be used
/// (awake, warm, held) is for the caller to know.
/// </summary>
public interface IExpertHost
{
    /// <summary>Width of a row.</summary>
    int HiddenSize { get; }

    /// <summary>Experts of a layer; 0 for a layer without.</summary>
    int ExpertsOf(int layer);

    /// <summary>Gives each pair's output to whoever the work says (<see cref="ExpertWork.BeginOutputs"/>). An output depends on its row and its expert's weights alone.</summary>
    void Run(ExpertWork work);
}
