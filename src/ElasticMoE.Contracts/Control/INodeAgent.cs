namespace ElasticMoE.Contracts.Control;

/// <summary>A node's side of the control plane: carries out commands about replicas, and says what it holds.</summary>
public interface INodeAgent
{
    /// <summary>Who and where the node is.</summary>
    NodeDescription Description { get; }

    /// <summary>Learns a lease number. Commands below the highest learnt are refused, and before the first all are.</summary>
    /// <returns>The highest number this node has learnt.</returns>
    long Fence(long lease);

    /// <summary>Takes a command and returns at once; its progress shows in reports.</summary>
    CommandReceipt Submit(ReplicaCommand command);

    /// <summary>What the node holds now, completely.</summary>
    NodeReport Observe();

    /// <summary>A complete report at once, then one whenever a phase has changed and at least every second. It ends when the node does.</summary>
    IAsyncEnumerable<NodeReport> Reports(CancellationToken cancel);
}
