namespace ElasticMoE.Model.Tokenization.PostProcessors;

/// <summary>Several post-processors, one after the other.</summary>
internal sealed class SequencePostProcessor(IReadOnlyList<PostProcessor> parts) : PostProcessor
{
    public override List<int> Apply(List<int> ids) => parts.Aggregate(ids, static (all, part) => part.Apply(all));
}
