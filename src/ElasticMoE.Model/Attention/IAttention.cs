using ElasticMoE.Model.Compute;
using ElasticMoE.Model.Steps;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Attention;

/// <summary>The attention of every layer of a model, over the rows of a step.</summary>
internal interface IAttention
{
    /// <summary>Prepares for a step; what it finds out serves all layers.</summary>
    void Plan(StepRows rows);

    /// <summary>Writes the rows' keys and values to the cache and attends.</summary>
    /// <param name="layer">The layer's index.</param>
    /// <param name="window">Positions a query sees; 0 for all.</param>
    /// <param name="weights">The layer's weights.</param>
    /// <param name="input">Normed rows [rows, hidden].</param>
    /// <param name="output">What is to be added to the residual [rows, hidden]; overwritten.</param>
    void Run(int layer, int window, LayerWeights weights, RowBuffer input, RowBuffer output);
}
