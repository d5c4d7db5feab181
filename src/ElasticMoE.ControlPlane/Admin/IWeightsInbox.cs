using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.ControlPlane.Admin;

/// <summary>Takes experts' new weights, before the command that names them by their digest.</summary>
public interface IWeightsInbox
{
    /// <summary>Bytes of the model's largest expert.</summary>
    long BytesMax { get; }

    /// <summary>Keeps bytes where nodes find them. The same again changes nothing.</summary>
    /// <param name="digest">What they hash to.</param>
    /// <param name="bytes">How many.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="cancel">Ends it; nothing is kept then.</param>
    /// <exception cref="InputException">They are other bytes, or can't be kept.</exception>
    Task SaveAsync(ContentDigest digest, long bytes, Stream content, CancellationToken cancel);
}
