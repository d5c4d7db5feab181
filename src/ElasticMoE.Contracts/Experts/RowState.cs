namespace ElasticMoE.Contracts.Experts;

/// <summary>What became of a row in an exchange.</summary>
public enum RowState
{
    /// <summary>All its outputs are there, or are to be there.</summary>
    Ready,

    /// <summary>An expert it needs is not ready: it leaves the step, with all later rows of its sequence, and its position is computed again.</summary>
    Parked,

    /// <summary>It can't be computed: its request fails.</summary>
    Failed,
}
