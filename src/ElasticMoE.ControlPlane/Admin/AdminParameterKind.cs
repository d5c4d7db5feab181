namespace ElasticMoE.ControlPlane.Admin;

/// <summary>What a parameter of the admin interface holds, and so how it is written in JSON and on a command line.</summary>
public enum AdminParameterKind
{
    /// <summary>An expert, "LAYER/INDEX".</summary>
    Expert,

    /// <summary>One or more experts, an array of "LAYER/INDEX".</summary>
    Experts,

    /// <summary>A node's number.</summary>
    Node,

    /// <summary>A whole number from 0 on.</summary>
    Count,

    /// <summary>A time in whole milliseconds.</summary>
    Milliseconds,

    /// <summary>A text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>Settings, an object of numbers.</summary>
    Knobs,

    /// <summary>An expert's new weights: an object of "digest", "bytes" and "source".</summary>
    Weights,

    /// <summary>A plan: an object of "cause", "changes" and "counts".</summary>
    Plan,
}
