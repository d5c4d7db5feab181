using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.Model.Hosting;

namespace ElasticMoE.Node.Hosts;

/// <summary>Experts' new weights in a store that nodes read.</summary>
/// <param name="folder">The store's; made when something comes.</param>
/// <param name="bytesMax">Bytes of the model's largest expert.</param>
internal sealed class SharedWeights(string folder, long bytesMax) : IWeightsInbox
{
    public long BytesMax => bytesMax;

    public async Task SaveAsync(ContentDigest digest, long bytes, Stream content, CancellationToken cancel)
    {
        var store = ExpertStore.Open(folder);
        var expert = new ExpertContent(digest, bytes);
        if (store.Holds(expert))
            return;
        using ExpertWriter writer = store.Begin(expert);
        byte[] piece = new byte[Limits.PieceBytesMax];
        for (int read = -1; read != 0;)
        {
            read = await content.ReadAsync(piece, cancel).ConfigureAwait(false);
            writer.Append(piece.AsSpan(0, read));
        }
        writer.Complete();
    }
}
