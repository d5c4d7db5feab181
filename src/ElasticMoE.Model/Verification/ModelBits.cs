using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Steps;

namespace ElasticMoE.Model.Verification;

/// <summary>The fingerprint of a model's arithmetic: equal on every machine that computes what this one computes.</summary>
public static class ModelBits
{
    private const int PromptLength = 40;
    private const int GreedyLength = 8;

    /// <summary>SHA-256 over the bits of all logits of a fixed prompt and of its greedy continuation, lower-case hex.</summary>
    public static string Of(LanguageModel model, ComputePool pool)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var run = new SequenceRun(model, pool, PromptLength + GreedyLength);
        var prompt = new int[PromptLength];
        for (int i = 0; i < prompt.Length; i++)
            prompt[i] = (int)((uint)(i * 2654435761u) % (uint)model.Config.VocabularySize);
        run.Step(prompt, LogitRows.All);
        for (int i = 0; i < run.Pass.LogitCount; i++)
            hash.AppendData(MemoryMarshal.AsBytes(run.Pass.Logits(i)));
        hash.AppendData(MemoryMarshal.AsBytes(run.Greedy(GreedyLength).AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(run.Pass.Logits(0)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
