namespace ElasticMoE.DataPlane.Serving;

/// <summary>What a node's serving side wants done.</summary>
public enum ServingEffectKind
{
    /// <summary>Run the work, then say so.</summary>
    Run,

    /// <summary>Tell the router that a suspect runs now.</summary>
    SendStarted,

    /// <summary>Tell the router which experts of the work are not here.</summary>
    SendNotHere,

    /// <summary>Send the outputs.</summary>
    SendAnswer,

    /// <summary>Tell the router that the work can't be computed.</summary>
    SendFailed,

    /// <summary>Tell every router that an expert is awake now.</summary>
    Report,

    /// <summary>The work is over; its memory is free.</summary>
    Release,
}
