namespace ElasticMoE.Model.Templates.Statements;

/// <summary>How a statement ended.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
}
