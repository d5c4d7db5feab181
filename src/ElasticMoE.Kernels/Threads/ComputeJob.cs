namespace ElasticMoE.Kernels.Threads;

/// <summary>Work in independent parts, run by a <see cref="ComputePool"/>. A job object is made once and run many times.</summary>
public abstract class ComputeJob
{
    /// <summary>Runs one part. Called from several threads at once, once for each part; parts must not write the same memory.</summary>
    public abstract void Run(int part);
}
