using System.Threading.Channels;
using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Requests;

/// <summary>
/// One answer as it comes. For one reader. Disposing it before the end cancels the request, which then costs at most the step it is in.
/// </summary>
public interface ITokenStream : IDisposable
{
    /// <summary>
    /// The tokens. At most as many wait to be read as the request may generate, so a slow reader holds up nobody. Completes without an
    /// exception, whatever happened; <see cref="Finish"/> then says how the answer ended.
    /// </summary>
    ChannelReader<GeneratedToken> Tokens { get; }

    /// <summary>The revision that the answer is bound to; known from its first token on. An answer begun anew elsewhere has to be bound to the same.</summary>
    Revision Revision => default;

    /// <summary>How the answer ended; null until the tokens are complete.</summary>
    TokenFinish? Finish { get; }
}
