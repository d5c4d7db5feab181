namespace ElasticMoE.Model.Configuration;

/// <summary>How a gate's logits become weights.</summary>
public enum RouterScoring
{
    /// <summary>Softmax over all experts, then the best k.</summary>
    Softmax,

    /// <summary>Sigmoid of each logit, then the best k.</summary>
    Sigmoid,

    /// <summary>The best k logits, then softmax over those.</summary>
    TopKThenSoftmax,
}
