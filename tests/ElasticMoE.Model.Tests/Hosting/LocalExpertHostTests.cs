using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Model.Tests.Forward;

namespace ElasticMoE.Model.Tests.Hosting;

/// <summary>However experts and threads share the work: rows of one expert, fewer experts than threads, experts that many rows go to and ones that few do.</summary>
public sealed class LocalExpertHostTests
{
    private const int Layer = 1;

    [Theory]
    [InlineData(null)]
    [InlineData(WeightFormat.Q8)]
    [InlineData(WeightFormat.Q4)]
    public void OutputsAreTheSameBitsForAnyNumberOfThreads(WeightFormat? format)
    {
        using LanguageModel model = LanguageModel.Load(GoldenModels.Folder("qwen3_moe"), new LoadOptions { Format = format, Threads = 1 });
        var random = new Random(11);
        int experts = model.ExpertsPerLayer[Layer];
        foreach (int rows in new[] { 1, 2, 3, 8, 9, 40, 130 })
        {
            foreach (int kinds in new[] { 1, 2, 3, experts })
            {
                int[][] chosen = [.. Enumerable.Range(0, rows).Select(_ => Chosen(random, kinds, experts))];
                float[] input = [.. Enumerable.Range(0, rows * model.Config.HiddenSize).Select(_ => random.NextSingle() - 0.5f)];
                float[][] expected = Run(model, 1, chosen, input);
                foreach (int threads in new[] { 2, 3, 5 })
                    Assert.Equal(expected, Run(model, threads, chosen, input));
            }
        }
    }

    [Fact]
    public void WhoTakesOutputsIsGivenEachOnce()
    {
        using LanguageModel model = LanguageModel.Load(GoldenModels.Folder("qwen3_moe"), new LoadOptions { Format = WeightFormat.Q8, Threads = 1 });
        var random = new Random(12);
        int[][] chosen = [.. Enumerable.Range(0, 40).Select(_ => Chosen(random, model.ExpertsPerLayer[Layer], model.ExpertsPerLayer[Layer]))];
        float[] input = [.. Enumerable.Range(0, chosen.Length * model.Config.HiddenSize).Select(_ => random.NextSingle() - 0.5f)];
        var taken = new TakenOutputs(chosen.Sum(experts => experts.Length));
        ExpertWork work = Work(chosen, input);
        work.Outputs = taken;
        using var pool = new ComputePool(3);
        new LocalExpertHost(model, pool).Run(work);
        Assert.Equal(Run(model, 1, chosen, input), taken.Outputs);
        Assert.Equal(taken.Outputs.Length, taken.Count);
    }

    private static float[][] Run(LanguageModel model, int threads, int[][] chosen, float[] input)
    {
        ExpertWork work = Work(chosen, input);
        using var pool = new ComputePool(threads);
        new LocalExpertHost(model, pool).Run(work);
        return [.. Enumerable.Range(0, work.Pairs).Select(pair => work.Output(pair, model.Config.HiddenSize).ToArray())];
    }

    private static ExpertWork Work(int[][] chosen, float[] input)
    {
        var work = new ExpertWork { Input = input };
        work.Begin(Layer);
        foreach (int[] experts in chosen)
            work.AddRow(experts);
        return work;
    }

    /// <summary>One to three of the first <paramref name="kinds"/> experts; the lower ones most often.</summary>
    private static int[] Chosen(Random random, int kinds, int experts) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Math.Min(random.Next(kinds), random.Next(experts))).Distinct().Order()];

    private sealed class TakenOutputs(int pairs) : IExpertOutputs
    {
        private int _count;

        public float[][] Outputs { get; } = new float[pairs][];

        public int Count => _count;

        public void Take(int pair, ReadOnlySpan<float> output)
        {
            Outputs[pair] = output.ToArray();
            Interlocked.Increment(ref _count);
        }
    }
}
