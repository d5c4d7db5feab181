using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Sources;

/// <summary>Names of a family's tensors in published files.</summary>
internal sealed class TensorNames(TensorNaming naming)
{
    public string Of(MatrixRole role, int layer, int expert = -1) => role switch
    {
        MatrixRole.Embedding => "model.embed_tokens.weight",
        MatrixRole.Head => "lm_head.weight",
        MatrixRole.Router => $"{Mixture(layer)}.{naming.Router}.weight",
        MatrixRole.SharedExpertGate => $"{Mixture(layer)}.{naming.Shared}_gate.weight",
        MatrixRole.ExpertGate => $"{Experts(layer)}.{expert}.{naming.Expert.Gate}.weight",
        MatrixRole.ExpertUp => $"{Experts(layer)}.{expert}.{naming.Expert.Up}.weight",
        MatrixRole.ExpertDown => $"{Experts(layer)}.{expert}.{naming.Expert.Down}.weight",
        MatrixRole.SharedGate => $"{Mixture(layer)}.{naming.Shared}.gate_proj.weight",
        MatrixRole.SharedUp => $"{Mixture(layer)}.{naming.Shared}.up_proj.weight",
        MatrixRole.SharedDown => $"{Mixture(layer)}.{naming.Shared}.down_proj.weight",
        MatrixRole.DenseGate => $"{Layer(layer)}.mlp.gate_proj.weight",
        MatrixRole.DenseUp => $"{Layer(layer)}.mlp.up_proj.weight",
        MatrixRole.DenseDown => $"{Layer(layer)}.mlp.down_proj.weight",
        MatrixRole.Query => $"{Attention(layer)}.q_proj.weight",
        MatrixRole.Key => $"{Attention(layer)}.k_proj.weight",
        MatrixRole.Value => $"{Attention(layer)}.v_proj.weight",
        MatrixRole.Output => $"{Attention(layer)}.o_proj.weight",
        MatrixRole.QueryA => $"{Attention(layer)}.q_a_proj.weight",
        MatrixRole.QueryB => $"{Attention(layer)}.q_b_proj.weight",
        MatrixRole.KvA => $"{Attention(layer)}.kv_a_proj_with_mqa.weight",
        MatrixRole.KvB => $"{Attention(layer)}.kv_b_proj.weight",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    public string Of(VectorRole role, int layer) => role switch
    {
        VectorRole.AttentionNorm => $"{Layer(layer)}.input_layernorm.weight",
        VectorRole.MlpNorm => $"{Layer(layer)}.post_attention_layernorm.weight",
        VectorRole.FinalNorm => "model.norm.weight",
        VectorRole.QueryNorm => $"{Attention(layer)}.q_norm.weight",
        VectorRole.KeyNorm => $"{Attention(layer)}.k_norm.weight",
        VectorRole.QueryANorm => $"{Attention(layer)}.q_a_layernorm.weight",
        VectorRole.KvANorm => $"{Attention(layer)}.kv_a_layernorm.weight",
        VectorRole.QueryBias => $"{Attention(layer)}.q_proj.bias",
        VectorRole.KeyBias => $"{Attention(layer)}.k_proj.bias",
        VectorRole.ValueBias => $"{Attention(layer)}.v_proj.bias",
        VectorRole.OutputBias => $"{Attention(layer)}.o_proj.bias",
        VectorRole.QueryABias => $"{Attention(layer)}.q_a_proj.bias",
        VectorRole.KvABias => $"{Attention(layer)}.kv_a_proj_with_mqa.bias",
        VectorRole.Sinks => $"{Attention(layer)}.sinks",
        VectorRole.RouterBias => $"{Mixture(layer)}.{naming.Router}.bias",
        VectorRole.CorrectionBias => $"{Mixture(layer)}.{naming.Router}.e_score_correction_bias",
        VectorRole.ExpertGateBias or VectorRole.ExpertUpBias => StackedGateUp(layer) + "_bias",
        VectorRole.ExpertDownBias => StackedDown(layer) + "_bias",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>All experts' gate and up projections in one tensor.</summary>
    public string StackedGateUp(int layer) => $"{Layer(layer)}.mlp.experts.gate_up_proj";

    /// <summary>All experts' down projections in one tensor.</summary>
    public string StackedDown(int layer) => $"{Layer(layer)}.mlp.experts.down_proj";

    /// <summary>The gate where the mixture is named as in the reference's classes, whatever the family's files call it.</summary>
    public string StackedRouter(int layer) => $"{Layer(layer)}.mlp.{naming.Router}.weight";

    private static string Layer(int layer) => $"model.layers.{layer}";

    private static string Attention(int layer) => $"{Layer(layer)}.self_attn";

    private string Mixture(int layer) => $"{Layer(layer)}.{naming.Mixture}";

    private string Experts(int layer) => $"{Mixture(layer)}.experts";
}
