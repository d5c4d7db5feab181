namespace ElasticMoE.Model.Gguf;

/// <summary>Ids that a GGUF file gives a meaning.</summary>
internal static class GgufTokens
{
    /// <summary>The keys of ids that end a sequence or a turn.</summary>
    public static readonly string[] EndKeys = ["tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id", "tokenizer.ggml.eom_token_id"];

    /// <summary>The ids that end a sequence or a turn, ascending.</summary>
    public static IEnumerable<int> EndIds(GgufMetadata data) =>
        EndKeys.Select(data.Int).OfType<int>().Distinct().Order();
}
