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
        Fingerprint = FingerprintOf(session.Model.Digest),
        Created = clock.GetUtcNow().ToUnixTimeSeconds(),
    };

    /// <summary>What clients call the model in a folder, where nobody has named it.</summary>
    public static string NameOf(string directory) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));

    public static string FingerprintOf(byte[] digest) => "fp_" + Convert.ToHexStringLower(digest.AsSpan(0, FingerprintBytes));
}
