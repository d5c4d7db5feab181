namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>Operators with one operand.</summary>
internal enum UnaryOperator
{
    Not,
    Negate,
    Positive,
}
