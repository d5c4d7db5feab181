namespace ElasticMoE.Testing;

/// <summary>
/// What some work allocates each time it is done. The runtime allocates on a thread too, now and then and for reasons of its own, which a single
/// measurement would blame on the work; what the work allocates itself shows in every pass.
/// </summary>
public static class LeastAllocation
{
    private const int Passes = 5;

    /// <summary>Bytes that the calling thread allocates in the pass that allocates least, after one that isn't measured.</summary>
    public static long Of(Action work)
    {
        work();
        long least = long.MaxValue;
        for (int pass = 0; pass < Passes && least > 0; pass++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
