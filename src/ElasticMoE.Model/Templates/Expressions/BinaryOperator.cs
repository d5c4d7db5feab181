namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>Arithmetic operators with two operands.</summary>
internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Modulo,
    Power,
}
