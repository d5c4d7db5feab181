using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.Serving;

namespace ElasticMoE.Gateway.Wire;

/// <summary>What every part of an answer bears.</summary>
/// <param name="Id">The answer's id.</param>
/// <param name="Created">When it was begun, seconds since 1970.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Fingerprint">Stands for the weights' bits.</param>
internal sealed record AnswerHead(string Id, long Created, string Model, string Fingerprint)
{
    public static AnswerHead New(string prefix, GatewayServices services)
    {
        ServedModel model = services.Model;
        return new(prefix + services.Options.NewId(), services.Options.Time.GetUtcNow().ToUnixTimeSeconds(), model.Id, model.Fingerprint);
    }
}
