namespace ElasticMoE.Contracts;

/// <summary>
/// Every maximum of the system, each with its derivation. Sized for the largest published models (61 layers × 384 experts × 8 active).
/// </summary>
public static class Limits
{
    /// <summary>Largest safetensors header, bytes. The largest published model has about 92,000 tensors at about 150 bytes each (14 MB) spread over shards; the format's own limit is 100 MB.</summary>
    public const int SafetensorsHeaderBytesMax = 100_000_000;

    /// <summary>Largest JSON document (config, index, tokenizer), bytes. The largest published tokenizer.json is about 35 MB.</summary>
    public const int JsonDocumentBytesMax = 256 << 20;

    /// <summary>Layers of one model. The largest published has 126.</summary>
    public const int LayersMax = 512;

    /// <summary>Routed experts of one layer. The largest published has 512.</summary>
    public const int ExpertsPerLayerMax = 4096;

    /// <summary>Experts one row may go to in a layer. The largest published has 22.</summary>
    public const int ActiveExpertsMax = 64;

    /// <summary>Outputs or inputs of one matrix. The largest published vocabulary is 262,144.</summary>
    public const int MatrixSideMax = 1 << 22;

    /// <summary>Compute threads of one process. The largest machines have 768 logical cores.</summary>
    public const int ComputeThreadsMax = 1024;

    /// <summary>Dimensions of one tensor. Published checkpoints use at most 5.</summary>
    public const int TensorDimensionsMax = 8;

    /// <summary>Positions of one sequence. The largest published context is 10 million.</summary>
    public const int PositionsMax = 1 << 26;

    /// <summary>One prompt as text, bytes. Two million tokens, the longest context of a published model, take about 8 MB.</summary>
    public const int PromptBytesMax = 64 << 20;
}
