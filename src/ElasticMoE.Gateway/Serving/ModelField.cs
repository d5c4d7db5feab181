using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Models;

namespace ElasticMoE.Gateway.Serving;

/// <summary>The field `model`: it may be left out where one model is served, and must name that one otherwise.</summary>
internal static class ModelField
{
    public static void Check(RequestFields fields, ServedModel model)
    {
        if (fields.Text("model") is { } wanted && wanted != model.Id)
            throw new ApiException(Unknown(wanted));
    }

    public static ApiError Unknown(string wanted) =>
        ApiError.NotFound($"the model '{(wanted.Length > 100 ? wanted[..100] + "…" : wanted)}' does not exist", "model_not_found", "model");
}
