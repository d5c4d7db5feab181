namespace ElasticMoE.Kernels.Threads;

/// <summary>How a pool's threads wait and where they run.</summary>
public sealed record ComputePoolOptions
{
    /// <summary>
    /// Turns (about 40 ns each) for which an idle thread spins before it parks. Where the pool has more threads than the machine has
    /// processors it never spins.
    /// </summary>
    public int SpinTurnsMax { get; init; } = 4096;

    /// <summary>The same within a burst (<see cref="ComputePool.IsBurst"/>), where it is more.</summary>
    public int BurstTurnsMax { get; init; } = 1024;

    /// <summary>
    /// Processors the pool owns, or empty: worker i runs on <c>Cores[i]</c> alone, where the system allows it. <c>Cores[0]</c> is for the
    /// thread that calls <see cref="ComputePool.Run"/>, which binds itself to it by <see cref="ComputePool.BindCaller"/>.
    /// </summary>
    public IReadOnlyList<int> Cores { get; init; } = [];
}
