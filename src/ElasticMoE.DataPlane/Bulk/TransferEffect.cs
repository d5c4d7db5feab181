namespace ElasticMoE.DataPlane.Bulk;

/// <summary>What a transfer wants done.</summary>
/// <param name="Kind">What.</param>
/// <param name="Peer">Which peer, counted from 0.</param>
/// <param name="Offset">Ask: the piece's first byte.</param>
/// <param name="Length">Ask: its bytes.</param>
public readonly record struct TransferEffect(TransferEffectKind Kind, int Peer, long Offset = 0, int Length = 0)
{
    /// <summary>Fail: why, one line.</summary>
    public string? Cause { get; init; }
}
