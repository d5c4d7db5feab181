namespace ElasticMoE.DataPlane.Transport;

/// <summary>Accepts channels at one address.</summary>
internal interface IByteListener : IDisposable
{
    /// <summary>Where it really listens; a port of 0 has become a number.</summary>
    LinkAddress Address { get; }

    /// <summary>Waits for the next channel.</summary>
    /// <returns>Null when the listener has been disposed.</returns>
    IByteChannel? Accept();
}
