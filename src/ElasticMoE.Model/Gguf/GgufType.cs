namespace ElasticMoE.Model.Gguf;

/// <summary>Element types of GGUF tensors that can be read, numbered as the format numbers them.</summary>
internal enum GgufType : uint
{
    F32 = 0,
    F16 = 1,
    Q4 = 2,
    Q8 = 8,
    Q4K = 12,
    Q6K = 14,
    BF16 = 30,
    Mxfp4 = 39,
}
