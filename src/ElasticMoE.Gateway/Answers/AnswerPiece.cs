using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.ToolCalls;

namespace ElasticMoE.Gateway.Answers;

/// <summary>The next part of a choice.</summary>
/// <param name="Choice">Which one.</param>
internal sealed record AnswerPiece(int Choice)
{
    /// <summary>The text that is now decided.</summary>
    public string Text { get; init; } = "";

    /// <summary>The tokens since the last piece, where logprobs or experts were asked for.</summary>
    public IReadOnlyList<GeneratedToken> Tokens { get; init; } = [];

    /// <summary>A call that is now complete.</summary>
    public ToolCall? Call { get; init; }

    /// <summary>Set in the choice's last piece.</summary>
    public AnswerEnd? End { get; init; }

    /// <summary>The stop string that ended it, if one did.</summary>
    public string? StopString { get; init; }
}
