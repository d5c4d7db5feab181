namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>Comparison operators.</summary>
internal enum CompareOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
}
