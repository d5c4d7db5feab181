using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Node.Generation;

namespace ElasticMoE.Node.Serving;

/// <summary>Describes a loaded model to the gateway.</summary>
internal static class ServedModels
{
    private const int FingerprintBytes = 6;

    public static ServedModel Of(ModelSession session, ITokenService service, string name, TimeProvider clock) => new()
    {
        Id = name,
        Format = session.Format,
        Defaults = session.Model.Generation,
        ContextLength = session.Model.Config.MaxPositions,
        VocabularySize = session.Model.Config.VocabularySize,
        Service = service,
        Fingerprint = "fp_" + Convert.ToHexStringLower(session.Model.Digest.AsSpan(0, FingerprintBytes)),
        Created = clock.GetUtcNow().ToUnixTimeSeconds(),
    };
}
