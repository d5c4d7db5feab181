using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.Engine.Requests;

/// <summary>Says before anything is queued whether a request can be served, and how long it may become.</summary>
internal static class RequestValidation
{
    /// <summary>Checks every field and returns the most tokens the sequence may reach, prompt and output together.</summary>
    /// <exception cref="InputException">Names the field and the numbers.</exception>
    public static int Check(TokenRequest request, RequestLimits limits)
    {
        int promptLength = request.PromptLength ?? request.Tokens.Length;
        CheckTokens(request, promptLength, limits);
        request.Sampling.Validate(limits.VocabularySize);
        CheckStops(request, limits);
        if (request.TopLogprobs is < 0 or > Limits.TopLogprobsMax)
            throw new InputException("top_logprobs", $"{request.TopLogprobs} is outside 0…{Limits.TopLogprobsMax}");
        return LongestSequence(request, promptLength, limits);
    }

    private static void CheckTokens(TokenRequest request, int promptLength, RequestLimits limits)
    {
        if (request.Tokens.Length == 0 || promptLength <= 0)
            throw new InputException("prompt", "it is empty");
        if (promptLength > request.Tokens.Length)
            throw new InputException("prompt", $"its length is given as {promptLength}, but there are {request.Tokens.Length} tokens");
        if (request.Tokens.Length >= limits.ContextLength)
            throw new InputException("prompt", $"its {request.Tokens.Length} tokens leave no room for an answer in the model's context of {limits.ContextLength}");
        foreach (int id in request.Tokens.Span)
        {
            if ((uint)id >= (uint)limits.VocabularySize)
                throw new InputException("prompt", $"token id {id} is outside the vocabulary of {limits.VocabularySize}");
        }
    }

    private static void CheckStops(TokenRequest request, RequestLimits limits)
    {
        if (request.StopIds.Count > Limits.StopIdsMax)
            throw new InputException("stop ids", $"{request.StopIds.Count} are given, at most {Limits.StopIdsMax} are allowed");
        if (request.StopStrings.Count > Limits.StopStringsMax)
            throw new InputException("stop", $"{request.StopStrings.Count} strings are given, at most {Limits.StopStringsMax} are allowed");
        foreach (string stop in request.StopStrings)
        {
            if (stop.Length is 0 or > Limits.StopStringCharsMax)
                throw new InputException("stop", $"a string of {stop.Length} characters is outside 1…{Limits.StopStringCharsMax}");
        }
        if (!limits.HasText && (request.WithText || request.StopStrings.Count > 0))
            throw new InputException("stop", "text was asked for, but the model was loaded without a tokenizer");
    }

    /// <summary>The last token is never fed back, so the cache holds one position less than the sequence has tokens.</summary>
    private static int LongestSequence(TokenRequest request, int promptLength, RequestLimits limits)
    {
        int roomMax = Math.Min(limits.ContextLength, limits.CachePositions + 1);
        if (request.Tokens.Length >= roomMax)
            throw new InputException("prompt", $"its {request.Tokens.Length} tokens never fit into the KV cache of {limits.CachePositions} positions");
        if (request.OutputMax is not { } outputMax)
            return roomMax;
        if (promptLength + (long)outputMax <= request.Tokens.Length)
            throw new InputException("max_tokens", $"{outputMax} leaves nothing to generate after {request.Tokens.Length - promptLength} tokens of output");
        long wanted = Math.Min(promptLength + (long)outputMax, limits.ContextLength);
        if (wanted > roomMax)
            throw new InputException("max_tokens", $"prompt and output of {wanted} tokens never fit into the KV cache of {limits.CachePositions} positions");
        return (int)wanted;
    }
}
