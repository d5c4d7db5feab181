using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Stopping;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.ToolCalls;

namespace ElasticMoE.Gateway.Answers;

/// <summary>
/// Makes pieces of a choice's tokens. Services give ids alone, so that a router can take over from another in mid-answer; text and stop
/// strings are found here.
/// </summary>
internal sealed class ChoiceReader
{
    private readonly int _choice;
    private readonly bool _wantsTokens;
    private readonly HashSet<int> _stopIds;
    private readonly TextStream _text;
    private readonly ToolCallStream? _calls;
    private List<GeneratedToken> _tokens = [];
    private bool _called;

    public ChoiceReader(ServedModel model, TokenRequest request, int choice, ToolCallFormat? tools)
    {
        (_choice, _wantsTokens) = (choice, request.TopLogprobs is not null || request.WithExperts);
        _stopIds = [.. request.StopIds, .. request.IgnoreEos ? [] : model.Defaults.EosIds];
        _text = TextStream.Of(model.Format.Tokenizer, request.StopStrings, tools is null ? null : SpecialIdsIn(model, tools));
        _calls = tools is null ? null : new ToolCallStream(tools);
    }

    /// <summary>Whether a stop string has ended the choice.</summary>
    public bool HasStopped => _text.Found is not null;

    /// <summary>Takes the next token.</summary>
    public IEnumerable<AnswerPiece> Push(GeneratedToken token)
    {
        if (_stopIds.Contains(token.Id))
            return [];
        if (_wantsTokens)
            _tokens.Add(token);
        return Pieces(_text.Push(token.Id));
    }

    /// <summary>The choice's last pieces.</summary>
    /// <exception cref="ApiException">It failed.</exception>
    public IEnumerable<AnswerPiece> End(TokenFinish? finish)
    {
        if (!HasStopped && finish is not { Reason: FinishReason.Stop or FinishReason.Length })
            throw new ApiException(ApiError.Of(finish ?? TokenFinish.Error(RequestFailure.Failed, "the answer was cut off")));
        foreach (AnswerPiece piece in Pieces(HasStopped ? "" : _text.End()).Concat(Parts(_calls?.End() ?? [])))
            yield return piece;
        AnswerEnd end = !HasStopped && finish!.Reason == FinishReason.Length ? AnswerEnd.Length : _called ? AnswerEnd.ToolCalls : AnswerEnd.Stop;
        yield return new AnswerPiece(_choice) { Tokens = TakeTokens(), End = end, StopString = _text.Found };
    }

    private IEnumerable<AnswerPiece> Pieces(string text)
    {
        if (text.Length == 0)
            return [];
        return _calls is null ? [new AnswerPiece(_choice) { Text = text, Tokens = TakeTokens() }] : Parts(_calls.Push(text));
    }

    private IEnumerable<AnswerPiece> Parts(IEnumerable<(string Text, ToolCall? Call)> parts)
    {
        foreach ((string text, ToolCall? call) in parts)
        {
            _called |= call is not null;
            yield return new AnswerPiece(_choice) { Text = text, Call = call, Tokens = TakeTokens() };
        }
    }

    private List<GeneratedToken> TakeTokens()
    {
        List<GeneratedToken> taken = _tokens;
        _tokens = [];
        return taken;
    }

    /// <summary>Where markers are special tokens, they must show in the text.</summary>
    private static HashSet<int> SpecialIdsIn(ServedModel model, ToolCallFormat tools) =>
        [.. model.Format.Tokenizer.SpecialIds(token => token.Contains("tool", StringComparison.OrdinalIgnoreCase) || token == tools.Begin || token == tools.End)];
}
