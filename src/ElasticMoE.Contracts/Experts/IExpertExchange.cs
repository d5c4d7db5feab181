namespace ElasticMoE.Contracts.Experts;

/// <summary>The calling side of the experts: runs a layer's experts on a step's rows, wherever they are.</summary>
public interface IExpertExchange
{
    /// <summary>Fills every output of the dispatch. An output depends on its row and its expert's weights alone.</summary>
    void Exchange(ExpertDispatch dispatch);
}
