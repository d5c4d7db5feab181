using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Verification;

/// <summary>What the reference implementation gives on a long prompt: a checkpoint's `golden_long.safetensors`.</summary>
/// <param name="Input">The prompt, [S].</param>
/// <param name="LogitsLast">[8, V] of its last eight positions.</param>
/// <param name="Greedy">The greedy continuation, stop ids ignored.</param>
internal sealed record LongReferenceData(int[] Input, float[] LogitsLast, int[] Greedy)
{
    public static LongReferenceData Read(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return new(ReferenceData.Ids(file, "input_ids"), file.ReadSingles("logits_last"), ReferenceData.Ids(file, "greedy"));
    }
}
