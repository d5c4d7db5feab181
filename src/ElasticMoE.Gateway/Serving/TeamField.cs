using ElasticMoE.Contracts.Experts;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Keys;

namespace ElasticMoE.Gateway.Serving;

/// <summary>The team of experts that a request prefers: its own `team`, else its key's.</summary>
internal static class TeamField
{
    private const string Name = "team";

    /// <summary>The call with the team's biases in its requests' gate policies, from here on theirs wherever they are computed.</summary>
    /// <exception cref="ApiException">There is no such team.</exception>
    public static AnswerCall Apply(RequestFields fields, ApiKey key, AnswerCall call, Func<string, ExpertTeam?> teams)
    {
        if ((fields.Text(Name) ?? key.Team) is not { } name)
            return call;
        string whose = fields.Has(Name) ? "" : ", which the key has by default";
        ExpertTeam team = teams(name) ?? throw fields.Refuse(Name, $"there is no team '{name}'{whose}");
        return call with { Requests = [.. call.Requests.Select(request => request with { Gate = team.Prefer(request.Gate) })] };
    }
}
