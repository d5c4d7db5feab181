namespace ElasticMoE.Gateway.Hosting;

/// <summary>Two things that end together.</summary>
internal sealed class BothLeases(IDisposable first, IDisposable second) : IDisposable
{
    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }
}
