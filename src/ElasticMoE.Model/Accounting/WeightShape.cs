namespace ElasticMoE.Model.Accounting;

/// <summary>Matrices of one shape that a model holds.</summary>
/// <param name="Part">The part they belong to.</param>
/// <param name="Outputs">Rows of each; the length of a vector.</param>
/// <param name="Inputs">Elements of a row; 1 for a vector.</param>
/// <param name="Copies">How many of them the checkpoint holds.</param>
/// <param name="ActiveCopies">How many of them one token is multiplied with.</param>
public sealed record WeightShape(ModelPartKind Part, int Outputs, int Inputs, long Copies, long ActiveCopies)
{
    /// <summary>Weights of all copies.</summary>
    public long Parameters => Copies * Outputs * Inputs;

    /// <summary>Weights that one token is multiplied with.</summary>
    public long ActiveParameters => ActiveCopies * Outputs * Inputs;
}
