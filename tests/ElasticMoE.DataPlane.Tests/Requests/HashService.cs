using System.Threading.Channels;
using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.DataPlane.Tests.Requests;

/// <summary>A token service over <see cref="HashModel"/>; it computes as its reader reads, or stands still.</summary>
internal sealed class HashService : ITokenService
{
    public TokenServiceStatus Status { get; } = new();

    /// <summary>Tokens it computes of a request before it stands still.</summary>
    public int StopsAfter { get; init; } = int.MaxValue;

    public ITokenStream Submit(TokenRequest request)
    {
        var stream = new Stream();
        List<int> tokens = [.. request.Tokens.Span];
        int end = (request.PromptLength ?? request.Tokens.Length) + request.OutputMax!.Value;
        for (int count = 0; count < StopsAfter && tokens.Count < end; count++)
        {
            tokens.Add(HashModel.Next(tokens.ToArray()));
            stream.Channel.Writer.TryWrite(new(tokens.Count - 1, tokens[^1], double.NaN, default));
        }
        if (tokens.Count == end)
            stream.End(new() { Reason = FinishReason.Length });
        return stream;
    }

    private sealed class Stream : ITokenStream
    {
        public Channel<GeneratedToken> Channel { get; } = System.Threading.Channels.Channel.CreateUnbounded<GeneratedToken>();

        public ChannelReader<GeneratedToken> Tokens => Channel.Reader;

        public TokenFinish? Finish { get; private set; }

        public void End(TokenFinish finish)
        {
            Finish = finish;
            Channel.Writer.TryComplete();
        }

        public void Dispose()
        {
            if (Finish is null)
                End(new() { Reason = FinishReason.Cancelled });
        }
    }
}
