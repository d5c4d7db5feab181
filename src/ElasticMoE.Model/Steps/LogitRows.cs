namespace ElasticMoE.Model.Steps;

/// <summary>Which rows of a chunk are scored against the vocabulary.</summary>
public enum LogitRows
{
    /// <summary>None: a prompt's chunk that more chunks follow.</summary>
    None,

    /// <summary>The last one.</summary>
    Last,

    /// <summary>Every one.</summary>
    All,
}
