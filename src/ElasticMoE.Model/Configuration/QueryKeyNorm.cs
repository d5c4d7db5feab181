namespace ElasticMoE.Model.Configuration;

/// <summary>How queries and keys are normalized before rotation.</summary>
public enum QueryKeyNorm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>RMS norm over each head, one weight of head length shared by all heads.</summary>
    PerHead,

    /// <summary>RMS norm over the whole projection, all heads together.</summary>
    FullWidth,
}
