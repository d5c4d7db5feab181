namespace ElasticMoE.ControlPlane.Tests.Journals.Stores;

/// <summary>Where a relay cuts a connection.</summary>
public enum RelayCut
{
    /// <summary>The statement never reaches the database.</summary>
    BeforeStatement,

    /// <summary>The statement has been passed on; no answer is waited for.</summary>
    AfterStatement,

    /// <summary>The database has committed and answered; the answer never arrives.</summary>
    AfterCommit,
}
