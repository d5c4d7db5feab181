using ElasticMoE.Contracts;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>
/// How many rows a router may have out at one node. A quarter is kept for rows that decode, so that a long prompt never makes a stream wait
/// for room. A row's credit comes back with whatever the node says about its frame, since only then has the node's memory room again.
/// </summary>
[Machine]
internal sealed class RowCredits
{
    private const int ReserveShare = 4;

    /// <summary>What the node grants; <see cref="Limits.CreditRowsDefault"/> until it says otherwise.</summary>
    public int Granted { get; private set; } = Limits.CreditRowsDefault;

    /// <summary>Rows that are out, given up or not.</summary>
    public int Taken { get; private set; }

    /// <summary>Whether one more row may go out.</summary>
    public bool Allows(bool decodes) => Taken < (decodes ? Granted : Granted - Granted / ReserveShare);

    public void Take() => Taken++;

    public void Return(int rows) => Taken -= rows;

    public void Grant(int rows) => Granted = rows;

    /// <summary>The link is another one, or there is none.</summary>
    public void Reset() => (Granted, Taken) = (Limits.CreditRowsDefault, 0);
}
