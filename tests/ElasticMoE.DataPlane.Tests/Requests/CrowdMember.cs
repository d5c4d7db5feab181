using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.DataPlane.Tests.Requests;

/// <summary>One request of a <see cref="RouterCrowd"/>.</summary>
internal sealed class CrowdMember(long number, TokenRequest request, int promptSteps, Func<int, int, bool>? deadlyAt)
{
    private int _tokens;

    public long Number => number;

    public TokenRequest Request => request;

    public int PromptSteps => promptSteps;

    public Func<int, int, bool>? DeadlyAt => deadlyAt;

    /// <summary>When its last token came.</summary>
    public long HeardUs { get; set; }

    /// <summary>Notes how many tokens have come.</summary>
    /// <returns>For how long none has.</returns>
    public long Hear(int tokens, long nowUs)
    {
        if (tokens != _tokens)
            (_tokens, HeardUs) = (tokens, nowUs);
        return nowUs - HeardUs;
    }
}
