namespace ElasticMoE.Node.Chaos.Scenarios;

/// <summary>What a step of a scenario does.</summary>
internal enum ChaosDeed
{
    /// <summary>Kills members, which stay away for the step's time.</summary>
    Kill,

    /// <summary>Asks members to end; each is started again.</summary>
    Restart,

    /// <summary>Halts members.</summary>
    Halt,
}
