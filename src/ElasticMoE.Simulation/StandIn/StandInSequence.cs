using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Simulation.StandIn;

/// <summary>A sequence on a router: its tokens, and the keys and values of its positions in each layer.</summary>
internal sealed class StandInSequence
{
    private readonly ulong[][] _keys;

    public StandInSequence(long id, ReadOnlySpan<int> tokens, int lengthMax, int layers)
    {
        Id = id;
        Tokens = [.. tokens];
        _keys = [.. Enumerable.Range(0, layers).Select(_ => new ulong[lengthMax])];
    }

    /// <summary>Rises from sequence to sequence of one router's life.</summary>
    public long Id { get; }

    public List<int> Tokens { get; }

    /// <summary>What it is bound to.</summary>
    public required Revision Revision { get; init; }

    /// <summary>Writing a position again is harmless.</summary>
    public ref ulong KeysAt(int layer, int position) => ref _keys[layer][position];

    public ulong KeysBefore(int layer, int position) => position == 0 ? 0 : _keys[layer][position - 1];
}
