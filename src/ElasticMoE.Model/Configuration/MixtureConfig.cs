namespace ElasticMoE.Model.Configuration;

/// <summary>Experts and gate of every mixture layer of a model.</summary>
public sealed record MixtureConfig
{
    /// <summary>Routed experts of a layer.</summary>
    public required int Experts { get; init; }

    /// <summary>Experts each row goes to.</summary>
    public required int ActiveExperts { get; init; }

    /// <summary>Intermediate width of a routed expert.</summary>
    public required int ExpertWidth { get; init; }

    /// <summary>Intermediate width of the shared expert, all shared experts together; 0 where there is none.</summary>
    public int SharedWidth { get; init; }

    /// <summary>Whether the shared expert's output is multiplied by the sigmoid of a gate of its own.</summary>
    public bool SharedGated { get; init; }

    /// <summary>How logits become weights.</summary>
    public required RouterScoring Scoring { get; init; }

    /// <summary>Gates whose scores are averaged, each with a logit for every expert; 1 for an ordinary gate.</summary>
    public int SubGates { get; init; } = 1;

    /// <summary>Whether the chosen weights are divided by their sum.</summary>
    public required bool Renormalise { get; init; }

    /// <summary>Added to the sum that weights are divided by.</summary>
    public float RenormaliseEpsilon { get; init; }

    /// <summary>What the weights are multiplied by at the end.</summary>
    public float Scaling { get; init; } = 1;

    /// <summary>Groups the experts are divided into, in order; 1 where routing is not group-limited.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Groups a row's experts may come from.</summary>
    public int ActiveGroups { get; init; } = 1;

    /// <summary>How groups are scored.</summary>
    public GroupScore GroupScore { get; init; }

    /// <summary>Whether a bias is added to the scores for the choice, never to the weights.</summary>
    public bool CorrectionBias { get; init; }

    /// <summary>Whether the gate's logits have a bias.</summary>
    public bool RouterBias { get; init; }

    /// <summary>Whether the experts' three projections have biases.</summary>
    public bool ExpertBias { get; init; }

    /// <summary>The clamped activation, where the experts use it instead of SwiGLU.</summary>
    public ClampedSwiGluConfig? Clamp { get; init; }
}
