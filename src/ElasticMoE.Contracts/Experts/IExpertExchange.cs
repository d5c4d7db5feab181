namespace ElasticMoE.Contracts.Experts;

/// <summary>
/// The calling side of the experts: runs a layer's experts on a step's rows, wherever they are. <see cref="Start"/>, other work of the
/// caller, <see cref="Finish"/>, strictly in turns, from one thread.
/// </summary>
public interface IExpertExchange
{
    /// <summary>
    /// Whether experts run in other processes, so that it pays to compute something else meanwhile. Then the outputs of a dispatch that is finished stay as they
    /// are while the next one, of another <see cref="ExpertDispatch"/>, is out, up to its <see cref="Finish"/>.
    /// </summary>
    bool RunsElsewhere => false;

    /// <summary>Sends the dispatch on its way; what is local may run now. The caller leaves its input alone until <see cref="Finish"/> returns.</summary>
    void Start(ExpertDispatch dispatch);

    /// <summary>
    /// Waits until every row has all its outputs or is marked <see cref="RowState.Parked"/> or <see cref="RowState.Failed"/>. An output
    /// depends on its row and its expert's weights alone. It doesn't throw because a node is lost.
    /// </summary>
    void Finish(ExpertDispatch dispatch);

    /// <summary>
    /// Waits for news, at most so long; for a caller all of whose rows were parked, between two exchanges. It may return early, and does at
    /// once where experts never are not ready.
    /// </summary>
    void AwaitNews(int limitMs)
    {
    }
}
