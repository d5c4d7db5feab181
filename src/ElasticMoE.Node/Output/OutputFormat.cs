namespace ElasticMoE.Node.Output;

/// <summary>How a command that lists things writes them.</summary>
internal enum OutputFormat
{
    /// <summary>Aligned columns for people.</summary>
    Table,

    /// <summary>One indented JSON document.</summary>
    Json,

    /// <summary>One YAML document with the same names.</summary>
    Yaml,
}
