using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Models;

namespace ElasticMoE.Gateway.Requests;

/// <summary>Reads the fields that the interfaces have in common, and checks a request as far as it can be checked before it is let in.</summary>
internal static class TokenRequestReader
{
    /// <summary>A request without its tokens.</summary>
    public static TokenRequest Read(RequestFields fields, ServedModel model, int? outputMax) => new()
    {
        Tokens = default,
        Sampling = SamplingReader.Read(fields, model.Defaults),
        Seed = SamplingReader.ReadSeed(fields),
        OutputMax = outputMax,
        StopStrings = ReadStops(fields, "stop"),
        StopIds = ReadStopIds(fields),
        IgnoreEos = fields.Flag("ignore_eos") ?? false,
    };

    /// <summary>The request with its prompt, checked.</summary>
    /// <exception cref="ApiException">The prompt leaves no room, or a value doesn't fit the model.</exception>
    public static TokenRequest WithPrompt(TokenRequest request, int[] prompt, ServedModel model, string field)
    {
        if (prompt.Length == 0)
            throw new ApiException(ApiError.Invalid(field, $"{field}: it is empty"));
        if (prompt.Length >= model.ContextLength)
            throw new ApiException(ApiError.Invalid(field, $"{field}: its {prompt.Length} tokens leave no room for an answer in the model's context of {model.ContextLength}", "context_length_exceeded"));
        request.Sampling.Validate(model.VocabularySize);
        return request with { Tokens = prompt };
    }

    /// <summary>The most tokens to generate: at least one, or none where nothing is said.</summary>
    public static int? ReadOutputMax(RequestFields fields, string name, int low = 1) => (int?)fields.Integer(name, low, int.MaxValue);

    /// <summary>One string or an array of them.</summary>
    public static IReadOnlyList<string> ReadStops(RequestFields fields, string name)
    {
        if (fields.Any(name) is not { } value)
            return [];
        IReadOnlyList<string> stops = value.ValueKind == JsonValueKind.String
            ? [RequestFields.TextOf(value, name)]
            : [.. fields.Items(name, Limits.StopStringsMax)!.Select(item => RequestFields.TextOf(item, name))];
        if (stops.FirstOrDefault(stop => stop.Length is 0 or > Limits.StopStringCharsMax) is { } bad)
            throw fields.Refuse(name, $"a string of {bad.Length} characters is outside 1…{Limits.StopStringCharsMax}");
        return stops;
    }

    private static int[] ReadStopIds(RequestFields fields) =>
        [.. (fields.Items("stop_token_ids", Limits.StopIdsMax) ?? []).Select(item =>
            item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int id) ? id : throw fields.Refuse("stop_token_ids", "holds what is no token id"))];
}
