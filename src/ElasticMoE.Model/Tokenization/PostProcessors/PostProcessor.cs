namespace ElasticMoE.Model.Tokenization.PostProcessors;

/// <summary>Adds special tokens to a text's ids.</summary>
internal abstract class PostProcessor
{
    public abstract List<int> Apply(List<int> ids);
}
