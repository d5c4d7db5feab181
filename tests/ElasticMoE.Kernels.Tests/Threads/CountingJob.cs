using ElasticMoE.Kernels.Threads;

namespace ElasticMoE.Kernels.Tests.Threads;

/// <summary>Counts how often each part ran and on how many threads.</summary>
internal sealed class CountingJob(int partsMax) : ComputeJob
{
    private readonly int[] _runs = new int[partsMax];

    /// <summary>What a part does besides being counted.</summary>
    public Action<int>? OnPart { get; init; }

    public override void Run(int part)
    {
        Interlocked.Increment(ref _runs[part]);
        OnPart?.Invoke(part);
    }

    /// <summary>Asserts that exactly the parts below <paramref name="parts"/> ran, once each, and forgets them.</summary>
    public void AssertRanOnce(int parts)
    {
        for (int part = 0; part < _runs.Length; part++)
        {
            if (_runs[part] != (part < parts ? 1 : 0))
                Assert.Fail($"part {part} of {parts} ran {_runs[part]} times");
        }
        Array.Clear(_runs);
    }
}
