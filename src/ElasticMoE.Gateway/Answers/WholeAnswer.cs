using System.Text;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.ToolCalls;

namespace ElasticMoE.Gateway.Answers;

/// <summary>A choice put together from its pieces.</summary>
internal sealed class WholeAnswer
{
    private readonly StringBuilder _text = new();
    private readonly List<GeneratedToken> _tokens = [];
    private readonly List<ToolCall> _calls = [];

    public string Text => _text.ToString();

    public IReadOnlyList<GeneratedToken> Tokens => _tokens;

    public IReadOnlyList<ToolCall> Calls => _calls;

    public AnswerEnd End { get; private set; }

    public string? StopString { get; private set; }

    public void Add(AnswerPiece piece)
    {
        _text.Append(piece.Text);
        _tokens.AddRange(piece.Tokens);
        if (piece.Call is { } call)
            _calls.Add(call);
        if (piece.End is { } end)
            (End, StopString) = (end, piece.StopString);
    }
}
