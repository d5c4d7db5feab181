using System.Diagnostics;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.Contracts.Requests;

/// <summary>
/// One answer to one prompt. The tokens depend on what stands here and on the model, on nothing else; so a request cut off
/// elsewhere continues here: its output so far goes behind the prompt, with <see cref="PromptLength"/> at the border.
/// </summary>
public sealed record TokenRequest
{
    /// <summary>The prompt, then the output a continued request already has.</summary>
    public required ReadOnlyMemory<int> Tokens { get; init; }

    /// <summary>Tokens of the prompt; all where nothing is said.</summary>
    public int? PromptLength { get; init; }

    /// <summary>How tokens are chosen.</summary>
    public SamplingOptions Sampling { get; init; } = SamplingOptions.Greedy;

    /// <summary>How its rows are gated.</summary>
    public GatePolicy Gate { get; init; } = GatePolicy.Off;

    /// <summary>Key of the draws, and of the gate's noise.</summary>
    public ulong Seed { get; init; }

    /// <summary>Which of several answers to the same prompt and seed this is; further key of the draws.</summary>
    public uint Choice { get; init; }

    /// <summary>Most tokens of the output; as many as context and cache hold where nothing is said.</summary>
    public int? OutputMax { get; init; }

    /// <summary>Ids that end the output, besides the model's own.</summary>
    public IReadOnlyList<int> StopIds { get; init; } = [];

    /// <summary>Texts that end the output, before which the text is cut.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>Go on past the model's own end ids.</summary>
    public bool IgnoreEos { get; init; }

    /// <summary>Report the chosen token's logprob and this many of the most likely tokens; no logprobs where nothing is said.</summary>
    public int? TopLogprobs { get; init; }

    /// <summary>Report text beside ids. Stop strings imply it.</summary>
    public bool WithText { get; init; }

    /// <summary>Report with each token to which experts the row went that it was chosen by.</summary>
    public bool WithExperts { get; init; }

    /// <summary>The span under which it is computed, where it is traced; it changes no token.</summary>
    public ActivityContext Trace { get; init; }

    /// <summary>What the output must parse as; anything where nothing is said.</summary>
    public GrammarSource? Grammar { get; init; }

    /// <summary>The revision the answer is bound to; the current one where nothing is said.</summary>
    public Revision? Revision { get; init; }

    /// <summary>The requests for several answers to one prompt; each is submitted on its own.</summary>
    /// <param name="count">How many.</param>
    public IEnumerable<TokenRequest> Choices(int count)
    {
        for (uint choice = 0; choice < count; choice++)
            yield return this with { Choice = Choice + choice };
    }
}
