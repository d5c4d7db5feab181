namespace ElasticMoE.Simulation.Linearizability;

/// <summary>What an object does when its operations come one after the other.</summary>
/// <typeparam name="TState">Immutable, and equal where every operation does the same to both.</typeparam>
/// <typeparam name="TOperation">An operation and its outcome.</typeparam>
internal interface ISequentialObject<TState, TOperation>
{
    /// <summary>Before the first operation.</summary>
    TState Initial { get; }

    /// <summary>Whether an operation can have its outcome in a state. One whose outcome nobody knows is taken to have happened.</summary>
    /// <param name="state">Before it.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="next">After it.</param>
    bool TryApply(TState state, TOperation operation, out TState next);
}
