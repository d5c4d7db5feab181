using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Http;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Wire;
using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Gateway.Health;

/// <summary>`/v1/models` and `/v1/models/{id}`.</summary>
internal sealed class ModelEndpoints(ServedModel model)
{
    private ModelCard Card => new(model.Id, "model", model.Created, "elasticmoe", model.ContextLength);

    public Task ListAsync(HttpContext context) => Responses.WriteAsync(context, new ModelList("list", [Card]), WireJson.Relaxed.ModelList);

    public Task FindAsync(HttpContext context)
    {
        string wanted = context.Request.RouteValues["id"] as string ?? "";
        return wanted == model.Id
            ? Responses.WriteAsync(context, Card, WireJson.Relaxed.ModelCard)
            : throw new ApiException(ModelField.Unknown(wanted));
    }
}
