namespace ElasticMoE.ControlPlane.Tests.Journals.Reference;

/// <summary>What is wrong with a broken double.</summary>
public enum JournalFault
{
    /// <summary>It accepts events under any number.</summary>
    ForgetsTheNumber,

    /// <summary>It acknowledges some events and doesn't keep them.</summary>
    LosesEvents,

    /// <summary>It gives the lease to whoever asks.</summary>
    TakesFromAnyone,
}
