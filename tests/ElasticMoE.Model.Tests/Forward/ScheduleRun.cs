using System.Runtime.InteropServices;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Steps;

namespace ElasticMoE.Model.Tests.Forward;

/// <summary>One way of running the same ids through a model, and the bits that came out.</summary>
/// <param name="Logits">All positions' logits.</param>
/// <param name="Cache">All positions' keys and values.</param>
internal sealed record ScheduleRun(int[] Logits, int[] Cache)
{
    /// <summary>Runs <paramref name="ids"/> in chunks, with <paramref name="others"/> in the same steps.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">Compute threads.</param>
    /// <param name="ids">The sequence looked at.</param>
    /// <param name="chunk">Its rows per step.</param>
    /// <param name="others">Other sequences; each goes on by one id a step, over and over.</param>
    public static ScheduleRun Of(LanguageModel model, int threads, int[] ids, int chunk, IReadOnlyList<int[]> others) =>
        Of(model, threads, new GatedIds(ids, GatePolicy.Off, 0), chunk, others);

    /// <summary>Runs ids under a gate policy; the other sequences are gated by the model alone.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">Compute threads.</param>
    /// <param name="gated">The sequence looked at.</param>
    /// <param name="chunk">Its rows per step.</param>
    /// <param name="others">Other sequences; each goes on by one id a step, over and over.</param>
    public static ScheduleRun Of(LanguageModel model, int threads, GatedIds gated, int chunk, IReadOnlyList<int[]> others)
    {
        int[] ids = gated.Ids;
        using var pool = new ComputePool(threads);
        using var cache = new KvCache(model.Config, (others.Count + 1) * (ids.Length / 16 + 2) + 1);
        var pass = new ForwardPass(model, cache, pool);
        var batch = new StepBatch();
        var sequence = new KvSequence();
        sequence.Bind(gated.Policy, gated.Seed, model.Config);
        KvSequence[] companions = [.. others.Select(_ => new KvSequence())];
        var logits = new List<int>();
        for (int done = 0, step = 0; done < ids.Length; done += chunk, step++)
        {
            int count = Math.Min(chunk, ids.Length - done);
            batch.Clear();
            // The sequence stands in the middle of the batch, so that its rows' places differ from its positions.
            for (int i = 0; i < companions.Length; i++)
            {
                if (i == companions.Length / 2)
                    AddOwn();
                Assert.True(cache.TryReserve(companions[i], 1));
                batch.Add(companions[i], [others[i][step % others[i].Length]], LogitRows.Last);
            }
            if (companions.Length == 0)
                AddOwn();
            pass.Run(batch);
            int first = companions.Length / 2;
            for (int i = 0; i < count; i++)
                logits.AddRange(MemoryMarshal.Cast<float, int>(pass.Logits(first + i)));

            void AddOwn()
            {
                Assert.True(cache.TryReserve(sequence, count));
                batch.Add(sequence, ids.AsSpan(done, count), LogitRows.All);
            }
        }
        return new([.. logits], KvSnapshot.Of(cache, sequence, model.Config.Layers.Count));
    }
}
