namespace ElasticMoE.Model.Sources;

/// <summary>Names of tensors in GGUF files.</summary>
internal sealed class GgufNames(string modelType)
{
    /// <summary>Two families' norm before the feed-forward goes by another name.</summary>
    private readonly string _mlpNorm = modelType is "gpt_oss" or "glm4_moe" ? "post_attention_norm" : "ffn_norm";

    public string Of(MatrixRole role, int layer) => role switch
    {
        MatrixRole.Embedding => "token_embd.weight",
        MatrixRole.Head => "output.weight",
        MatrixRole.Query => Weight(layer, "attn_q"),
        MatrixRole.Key => Weight(layer, "attn_k"),
        MatrixRole.Value => Weight(layer, "attn_v"),
        MatrixRole.Output => Weight(layer, "attn_output"),
        MatrixRole.QueryA => Weight(layer, "attn_q_a"),
        MatrixRole.QueryB => Weight(layer, "attn_q_b"),
        MatrixRole.KvA => Weight(layer, "attn_kv_a_mqa"),
        MatrixRole.KvB => Weight(layer, "attn_kv_b"),
        MatrixRole.LatentKeys => Weight(layer, "attn_k_b"),
        MatrixRole.LatentValues => Weight(layer, "attn_v_b"),
        MatrixRole.DenseGate => Weight(layer, "ffn_gate"),
        MatrixRole.DenseUp => Weight(layer, "ffn_up"),
        MatrixRole.DenseDown => Weight(layer, "ffn_down"),
        MatrixRole.Router => Weight(layer, "ffn_gate_inp"),
        MatrixRole.SharedExpertGate => Weight(layer, "ffn_gate_inp_shexp"),
        MatrixRole.ExpertGate => Weight(layer, "ffn_gate_exps"),
        MatrixRole.ExpertUp => Weight(layer, "ffn_up_exps"),
        MatrixRole.ExpertDown => Weight(layer, "ffn_down_exps"),
        MatrixRole.SharedGate => Weight(layer, "ffn_gate_shexp"),
        MatrixRole.SharedUp => Weight(layer, "ffn_up_shexp"),
        MatrixRole.SharedDown => Weight(layer, "ffn_down_shexp"),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    public string Of(VectorRole role, int layer) => role switch
    {
        VectorRole.FinalNorm => "output_norm.weight",
        VectorRole.AttentionNorm => Weight(layer, "attn_norm"),
        VectorRole.MlpNorm => Weight(layer, _mlpNorm),
        VectorRole.QueryNorm => Weight(layer, "attn_q_norm"),
        VectorRole.KeyNorm => Weight(layer, "attn_k_norm"),
        VectorRole.QueryANorm => Weight(layer, "attn_q_a_norm"),
        VectorRole.KvANorm => Weight(layer, "attn_kv_a_norm"),
        VectorRole.Sinks => Weight(layer, "attn_sinks"),
        VectorRole.QueryBias => Bias(layer, "attn_q"),
        VectorRole.KeyBias => Bias(layer, "attn_k"),
        VectorRole.ValueBias => Bias(layer, "attn_v"),
        VectorRole.OutputBias => Bias(layer, "attn_output"),
        VectorRole.QueryABias => Bias(layer, "attn_q_a"),
        VectorRole.KvABias => Bias(layer, "attn_kv_a_mqa"),
        VectorRole.RouterBias => Bias(layer, "ffn_gate_inp"),
        VectorRole.CorrectionBias => Bias(layer, "exp_probs_b"),
        VectorRole.ExpertGateBias => Bias(layer, "ffn_gate_exps"),
        VectorRole.ExpertUpBias => Bias(layer, "ffn_up_exps"),
        VectorRole.ExpertDownBias => Bias(layer, "ffn_down_exps"),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>Whether rows of queries and keys lie so that the two halves of each head's rotated pairs are neighbours.</summary>
    public bool IsRotated(MatrixRole role) => modelType == "mixtral" && (role is MatrixRole.Query or MatrixRole.Key);

    private static string Weight(int layer, string name) => $"blk.{layer}.{name}.weight";

    private static string Bias(int layer, string name) => $"blk.{layer}.{name}.bias";
}
