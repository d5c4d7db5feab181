using System.Text.Json.Nodes;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Gguf;

/// <summary>
/// Says in the words of `config.json` what a GGUF file's metadata and tensors say about the architecture, so that both kinds of files
/// pass the same checks. Keys beginning with `emoe.` are ours: they say what llama.cpp has no key for.
/// </summary>
internal sealed class GgufConfig
{
    /// <summary>The gating functions as llama.cpp numbers them.</summary>
    public const int GateBySoftmax = 1, GateBySigmoid = 2, GateBySoftmaxOfChosen = 3;

    private readonly GgufFile _file;
    private readonly GgufMetadata _data;
    private readonly JsonObject _fields = [];
    private readonly int _layers;

    private GgufConfig(GgufFile file)
    {
        _file = file;
        _data = file.Metadata;
        _layers = Required("block_count") - (Int("nextn_predict_layers") ?? 0);
        if (_layers is < 1 or > Limits.LayersMax)
            throw new InputException(_data.Path, $"has {_layers} layers; 1 to {Limits.LayersMax} are supported");
    }

    public static JsonObject Of(GgufFile file) => new GgufConfig(file).Write();

    private JsonObject Write()
    {
        string modelType = ModelType();
        _fields["model_type"] = modelType;
        WriteSizes();
        GgufRope.Write(_file, _fields);
        WriteEnds();
        switch (modelType)
        {
            case "olmoe":
                Set("clip_qkv", Number("attention.clamp_kqv"));
                WriteGrouped("attention_bias");
                WriteMixture("feed_forward_length", "intermediate_size", normalises: false);
                break;
            case "qwen2_moe":
                WriteGrouped("qkv_bias");
                WriteWindow();
                WriteMixture("expert_feed_forward_length", "moe_intermediate_size", normalises: false);
                WriteSparseLayers();
                Set("shared_expert_intermediate_size", Int("expert_shared_feed_forward_length") ?? Required("feed_forward_length"));
                break;
            case "qwen3_moe":
                WriteGrouped("attention_bias");
                WriteWindow();
                WriteMixture("expert_feed_forward_length", "moe_intermediate_size", normalises: true);
                WriteSparseLayers();
                break;
            case "mixtral":
                WriteGrouped(null);
                WriteWindow();
                WriteMixture("feed_forward_length", "intermediate_size", normalises: true);
                break;
            case "gpt_oss":
                WriteGrouped("attention_bias");
                WriteWindow();
                WriteMixture("expert_feed_forward_length", "intermediate_size", normalises: false);
                Set("swiglu_alpha", _data.Number("emoe.swiglu.alpha"));
                Set("swiglu_limit", _data.Number("emoe.swiglu.limit"));
                break;
            case "glm4_moe":
                WriteGrouped("attention_bias");
                _fields["use_qk_norm"] = Has("blk.0.attn_q_norm.weight");
                WriteMixture("expert_feed_forward_length", "moe_intermediate_size", normalises: true);
                WriteSharedExperts();
                break;
            default:
                WriteLatent();
                WriteMixture("expert_feed_forward_length", "moe_intermediate_size", normalises: false);
                WriteSharedExperts();
                break;
        }
        return _fields;
    }

    /// <summary>The family. Two are `deepseek2`: the third generation scores by sigmoid.</summary>
    private string ModelType() => _data.Architecture switch
    {
        "olmoe" => "olmoe",
        "qwen2moe" => "qwen2_moe",
        "qwen3moe" => "qwen3_moe",
        "llama" when Int("expert_count") is > 0 => "mixtral",
        "llama" => throw new InputException(_data.Path, "is a llama model without experts, which is not supported"),
        "deepseek2" => Int("expert_gating_func") == GateBySigmoid ? "deepseek_v3" : "deepseek_v2",
        "gpt-oss" => "gpt_oss",
        "glm4moe" => "glm4_moe",
        var other => throw new InputException(_data.Path,
            $"the architecture {other} is not supported; olmoe, qwen2moe, qwen3moe, llama with experts, deepseek2, gpt-oss and glm4moe are"),
    };

    private void WriteSizes()
    {
        GgufTensor embedding = _file.Tensors.GetValueOrDefault("token_embd.weight") ?? throw new InputException(_data.Path, "tensor token_embd.weight is missing", ExitCode.NotFound);
        _fields["vocab_size"] = embedding.Shape[0];
        _fields["hidden_size"] = Required("embedding_length");
        _fields["num_hidden_layers"] = _layers;
        _fields["max_position_embeddings"] = Required("context_length");
        _fields["rms_norm_eps"] = _data.RequiredNumber(Key("attention.layer_norm_rms_epsilon"));
        _fields["tie_word_embeddings"] = !Has("output.weight");
        _fields["num_attention_heads"] = Required("attention.head_count");
        Set("intermediate_size", Int("feed_forward_length"));
    }

    private void WriteEnds()
    {
        _fields["bos_token_id"] = _data.Int("tokenizer.ggml.bos_token_id");
        _fields["eos_token_id"] = new JsonArray([.. GgufTokens.EndIds(_data).Select(id => JsonValue.Create(id))]);
    }

    private void WriteGrouped(string? biasField)
    {
        Set("num_key_value_heads", Int("attention.head_count_kv"));
        Set("head_dim", Int("attention.key_length"));
        if (biasField is not null)
            _fields[biasField] = Has("blk.0.attn_q.bias");
    }

    private void WriteLatent()
    {
        // With the projection split per head, the file describes the one head of the cache; the heads as projected have keys of their own.
        int rope = Required("rope.dimension_count");
        _fields["q_lora_rank"] = Has("blk.0.attn_q_a.weight") ? Required("attention.q_lora_rank") : null;
        _fields["kv_lora_rank"] = Required("attention.kv_lora_rank");
        _fields["qk_rope_head_dim"] = rope;
        _fields["qk_nope_head_dim"] = (Int("attention.key_length_mla") ?? Required("attention.key_length")) - rope;
        _fields["v_head_dim"] = Int("attention.value_length_mla") ?? Required("attention.value_length");
        _fields["rope_interleave"] = true;
    }

    /// <param name="widthKey">The key with an expert's width.</param>
    /// <param name="widthField">The field for it.</param>
    /// <param name="normalises">Whether llama.cpp divides the weights by their sum where no key says so.</param>
    private void WriteMixture(string widthKey, string widthField, bool normalises)
    {
        _fields["num_experts"] = Required("expert_count");
        _fields["num_experts_per_tok"] = Required("expert_used_count");
        _fields[widthField] = Required(widthKey);
        _fields["norm_topk_prob"] = _data.Flag(Key("expert_weights_norm")) ?? normalises;
        if (Number("expert_weights_scale") is { } scale and not 0)
            _fields["routed_scaling_factor"] = scale;
        int groups = Int("expert_group_count") ?? 1;
        _fields["n_group"] = groups;
        _fields["topk_group"] = Int("expert_group_used_count") ?? 1;
        if (_fields["model_type"]!.GetValue<string>() == "deepseek_v2" && groups > 1)
            _fields["topk_method"] = "group_limited_greedy";
        CheckGate();
    }

    private void CheckGate()
    {
        int expected = _fields["model_type"]!.GetValue<string>() switch
        {
            "deepseek_v3" or "glm4_moe" => GateBySigmoid,
            "gpt_oss" => GateBySoftmaxOfChosen,
            _ => GateBySoftmax,
        };
        if (Int("expert_gating_func") is > 0 and var function && function != expected)
            throw new InputException(_data.Path, $"{Key("expert_gating_func")} is {function}; this architecture's experts are scored by {expected}");
    }

    private void WriteSharedExperts()
    {
        _fields["n_shared_experts"] = Int("expert_shared_count") ?? 0;
        _fields["mlp_layer_types"] = new JsonArray([.. Layers(IsMixture).Select(mixture => JsonValue.Create(mixture ? "sparse" : "dense"))]);
    }

    private void WriteSparseLayers() =>
        _fields["mlp_only_layers"] = new JsonArray([.. Enumerable.Range(0, _layers).Where(layer => !IsMixture(layer)).Select(layer => JsonValue.Create(layer))]);

    private void WriteWindow()
    {
        if (Int("attention.sliding_window") is not (> 0 and var window))
            return;
        _fields["sliding_window"] = window;
        _fields["use_sliding_window"] = true;
        _fields["layer_types"] = new JsonArray([.. Layers(Slides).Select(slides => JsonValue.Create(slides ? "sliding_attention" : "full_attention"))]);
    }

    /// <summary>A pattern is a flag for each layer, or says that every so manieth layer sees all; without one every other layer does.</summary>
    private bool Slides(int layer)
    {
        string key = Key("attention.sliding_window_pattern");
        if (_data.Has(key) && _data.Integers(key) is { } each)
            return each.Length >= _layers ? each[layer] != 0 : throw _data.Wrong(key, $"a flag for each of {_layers} layers");
        return layer % 2 == 0;
    }

    private IEnumerable<bool> Layers(Func<int, bool> what) => Enumerable.Range(0, _layers).Select(what);

    private bool IsMixture(int layer) => Has($"blk.{layer}.ffn_gate_inp.weight");

    private bool Has(string tensor) => _file.Tensors.ContainsKey(tensor);

    private string Key(string name) => _data.KeyOf(name);

    private int? Int(string name) => _data.Int(Key(name));

    private int Required(string name) => _data.RequiredInt(Key(name));

    private double? Number(string name) => _data.Number(Key(name));

    private void Set(string field, double? value)
    {
        if (value is { } number)
            _fields[field] = number;
    }

    private void Set(string field, int? value)
    {
        if (value is { } number)
            _fields[field] = number;
    }
}
