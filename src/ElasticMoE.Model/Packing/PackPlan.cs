using ElasticMoE.Kernels;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Packing;

/// <summary>What goes into a packed file, in order: sections of items, from a source and the wanted format.</summary>
internal sealed class PackPlan
{
    private readonly ModelSource _source;
    private readonly WeightFormat? _requested;
    private readonly List<PackPlanSection> _sections = [];

    private PackPlan(ModelSource source, WeightFormat? requested) => (_source, _requested) = (source, requested);

    public IReadOnlyList<PackPlanSection> Sections => _sections;

    public static PackPlan Create(ModelSource source, WeightFormat? requested)
    {
        var plan = new PackPlan(source, requested);
        MatrixSource embedding = source.Matrix(MatrixRole.Embedding);
        plan._sections.Add(new("embedding", [new RowItem("embedding", embedding)]));
        for (int layer = 0; layer < source.Config.Layers.Count; layer++)
            plan.AddLayer(layer);
        MatrixSource head = source.Config.TiedEmbeddings ? embedding : source.Matrix(MatrixRole.Head);
        plan._sections.Add(new("head",
        [
            new VectorItem("final_norm", source.Vector(VectorRole.FinalNorm)!.Read()),
            new PanelItem("head", FormatRule.For(requested, MatrixRole.Head, head.ExactFormat, head.Inputs), head),
        ]));
        return plan;
    }

    private void AddLayer(int layer)
    {
        string prefix = $"layers.{layer}";
        var trunk = new PlanItems(_source, _requested, prefix, layer);
        trunk.Vector("attention_norm", VectorRole.AttentionNorm);
        trunk.Vector("mlp_norm", VectorRole.MlpNorm);
        AddAttention(trunk, layer);
        if (_source.Config.Layers[layer].IsMixture)
            AddMixtureTrunk(trunk);
        else
            AddFeedForward(trunk, "dense", MatrixRole.DenseGate, MatrixRole.DenseUp, MatrixRole.DenseDown);
        _sections.Add(new(prefix, trunk.Items));
        if (_source.Config.Layers[layer].IsMixture)
            AddExperts(layer, prefix);
    }

    private void AddAttention(PlanItems trunk, int layer)
    {
        if (_source.Config.Attention.Latent is { } latent)
            AddLatent(trunk, latent, layer);
        else
        {
            trunk.Matrix("query", MatrixRole.Query);
            trunk.Matrix("key", MatrixRole.Key);
            trunk.Matrix("value", MatrixRole.Value);
            trunk.Vector("query_bias", VectorRole.QueryBias);
            trunk.Vector("key_bias", VectorRole.KeyBias);
            trunk.Vector("value_bias", VectorRole.ValueBias);
            trunk.Vector("query_norm", VectorRole.QueryNorm);
            trunk.Vector("key_norm", VectorRole.KeyNorm);
            trunk.Vector("sinks", VectorRole.Sinks);
        }
        trunk.Matrix("output", MatrixRole.Output);
        trunk.Vector("output_bias", VectorRole.OutputBias);
    }

    private void AddLatent(PlanItems trunk, LatentAttentionConfig latent, int layer)
    {
        if (latent.QueryRank is null)
            trunk.Matrix("query", MatrixRole.Query);
        else
        {
            trunk.Matrix("query_a", MatrixRole.QueryA);
            trunk.Vector("query_a_bias", VectorRole.QueryABias);
            trunk.Vector("query_a_norm", VectorRole.QueryANorm);
            trunk.Matrix("query_b", MatrixRole.QueryB);
        }
        trunk.Matrix("kv_a", MatrixRole.KvA);
        trunk.Vector("kv_a_bias", VectorRole.KvABias);
        trunk.Vector("kv_a_norm", VectorRole.KvANorm);
        if (_source.SplitsLatent)
        {
            trunk.Heads("k_b", MatrixRole.LatentKeys);
            trunk.Heads("v_b", MatrixRole.LatentValues);
            return;
        }
        MatrixSource kvB = _source.Matrix(MatrixRole.KvB, layer);
        (LatentAttentionConfig, int) shape = (latent, _source.Config.Attention.Heads);
        trunk.Items.Add(LatentItem.Keys(trunk.Prefix + ".k_b", FormatRule.For(_requested, MatrixRole.KvB, kvB.FloatFormat, latent.NopeDim), kvB, shape));
        trunk.Items.Add(LatentItem.Values(trunk.Prefix + ".v_b", FormatRule.For(_requested, MatrixRole.KvB, kvB.FloatFormat, latent.KvRank), kvB, shape));
    }

    private void AddMixtureTrunk(PlanItems trunk)
    {
        trunk.Matrix("router", MatrixRole.Router);
        trunk.Vector("router_bias", VectorRole.RouterBias);
        trunk.Vector("correction_bias", VectorRole.CorrectionBias);
        if (_source.Config.Mixture.SharedWidth > 0)
            AddFeedForward(trunk, "shared", MatrixRole.SharedGate, MatrixRole.SharedUp, MatrixRole.SharedDown);
        if (_source.Config.Mixture.SharedGated)
            trunk.Matrix("shared_expert_gate", MatrixRole.SharedExpertGate);
    }

    private void AddExperts(int layer, string prefix)
    {
        for (int expert = 0; expert < _source.Config.Mixture.Experts; expert++)
        {
            var items = new PlanItems(_source, _requested, $"{prefix}.experts.{expert}", layer, expert);
            AddFeedForward(items, null, MatrixRole.ExpertGate, MatrixRole.ExpertUp, MatrixRole.ExpertDown);
            items.Vector("gate_bias", VectorRole.ExpertGateBias);
            items.Vector("up_bias", VectorRole.ExpertUpBias);
            items.Vector("down_bias", VectorRole.ExpertDownBias);
            _sections.Add(new(items.Prefix, items.Items));
        }
    }

    private static void AddFeedForward(PlanItems items, string? part, MatrixRole gate, MatrixRole up, MatrixRole down)
    {
        string dot = part is null ? "" : part + ".";
        items.Matrix(dot + "gate", gate);
        items.Matrix(dot + "up", up);
        items.Matrix(dot + "down", down);
    }
}
