namespace ElasticMoE.Node.Faults;

/// <summary>A fault that lasts until it is disposed.</summary>
internal sealed class BegunFault(Action end) : IDisposable
{
    public void Dispose() => end();
}
