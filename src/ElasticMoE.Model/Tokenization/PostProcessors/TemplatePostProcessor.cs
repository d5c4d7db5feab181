namespace ElasticMoE.Model.Tokenization.PostProcessors;

/// <summary>Ids around the text's own: a list of parts, of which null stands for the text.</summary>
internal sealed class TemplatePostProcessor(IReadOnlyList<int[]?> parts) : PostProcessor
{
    public override List<int> Apply(List<int> ids)
    {
        var all = new List<int>(ids.Count + parts.Count);
        foreach (int[]? part in parts)
            all.AddRange(part is null ? ids : part);
        return all;
    }
}
