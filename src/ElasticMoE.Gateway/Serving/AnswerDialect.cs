using ElasticMoE.Gateway.Answers;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Http;

namespace ElasticMoE.Gateway.Serving;

/// <summary>How one interface writes answers. Made for one request; a stream is written by Begin, Piece …, End or Fail.</summary>
internal abstract class AnswerDialect
{
    /// <summary>What comes before the first piece.</summary>
    public abstract void Begin(SseStream stream);

    /// <summary>The next piece.</summary>
    public abstract void Piece(SseStream stream, AnswerPiece piece);

    /// <summary>What comes after the last piece.</summary>
    public abstract void End(SseStream stream, TokenUsage usage);

    /// <summary>The stream ends with an error.</summary>
    public virtual void Fail(SseStream stream, ApiError error) => stream.Data(ErrorBody.Write(error, typed: false).Span);

    /// <summary>The whole answer as JSON.</summary>
    public abstract ReadOnlyMemory<byte> Whole(IReadOnlyList<WholeAnswer> answers, TokenUsage usage);
}
