namespace ElasticMoE.Node.Benchmarking.Wire;

/// <summary>Messages of one size that go to a thread of this process and come back as they are.</summary>
internal interface IEcho : IDisposable
{
    /// <summary>What carries them, for messages.</summary>
    string Name { get; }

    /// <summary>Sends a message, waits until it is back, and so on.</summary>
    void RoundTrips(int count);

    /// <summary>Sends messages one after the other, a few of them on the way at once, until all are back.</summary>
    void Stream(int count);
}
