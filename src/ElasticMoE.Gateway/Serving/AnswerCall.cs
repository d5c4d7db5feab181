using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.ToolCalls;

namespace ElasticMoE.Gateway.Serving;

/// <summary>What a request to any of the interfaces comes down to.</summary>
internal sealed record AnswerCall
{
    /// <summary>One for each choice.</summary>
    public required IReadOnlyList<TokenRequest> Requests { get; init; }

    /// <summary>Tokens of the prompts; a prompt with several choices counts once.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>Whether the answer comes as a stream.</summary>
    public required bool Streams { get; init; }

    /// <summary>How the answer is written.</summary>
    public required AnswerDialect Dialect { get; init; }

    /// <summary>How calls are written, where tools were given.</summary>
    public ToolCallFormat? Tools { get; init; }

    /// <summary>
    /// Tokens the call is expected to need: prompts, and outputs up to an amount that few answers pass, since most end long before the
    /// most that is allowed.
    /// </summary>
    public long ExpectedTokens
    {
        get
        {
            const int outputUsualMax = 1024;
            return Requests.Sum(request => (long)request.Tokens.Length + Math.Min(request.OutputMax ?? outputUsualMax, outputUsualMax));
        }
    }
}
