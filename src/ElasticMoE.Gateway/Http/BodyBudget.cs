using ElasticMoE.Gateway.Errors;

namespace ElasticMoE.Gateway.Http;

/// <summary>Bounds the memory of all request bodies that are read at a time.</summary>
internal sealed class BodyBudget(long bytesMax)
{
    private long _taken;

    /// <exception cref="ApiException">There is not so much left.</exception>
    public void Take(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= bytesMax)
            return;
        Give(bytes);
        throw new ApiException(ApiError.TooMany("too many bytes of requests are under way"));
    }

    public void Give(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
