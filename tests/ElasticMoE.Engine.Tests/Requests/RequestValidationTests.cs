using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Requests;

namespace ElasticMoE.Engine.Tests.Requests;

public sealed class RequestValidationTests
{
    private static readonly RequestLimits Bounds = new(VocabularySize: 100, ContextLength: 64, CachePositions: 48, HasText: false);
    private static readonly TokenRequest Request = new() { Tokens = new int[10] };

    public static TheoryData<string, TokenRequest> BadRequests => new()
    {
        { "prompt: it is empty", new() { Tokens = Array.Empty<int>() } },
        { "prompt: it is empty", Request with { PromptLength = 0 } },
        { "prompt: its length is given as 11, but there are 10 tokens", Request with { PromptLength = 11 } },
        { "prompt: its 64 tokens leave no room for an answer in the model's context of 64", Request with { Tokens = new int[64] } },
        { "prompt: its 49 tokens never fit into the KV cache of 48 positions", Request with { Tokens = new int[49] } },
        { "prompt: token id 100 is outside the vocabulary of 100", Request with { Tokens = new[] { 1, 100 } } },
        { "prompt: token id -1 is outside the vocabulary of 100", Request with { Tokens = new[] { -1 } } },
        { "max_tokens: 0 leaves nothing to generate after 0 tokens of output", Request with { OutputMax = 0 } },
        { "max_tokens: 5 leaves nothing to generate after 5 tokens of output", Request with { PromptLength = 5, OutputMax = 5 } },
        { "max_tokens: prompt and output of 50 tokens never fit into the KV cache of 48 positions", Request with { OutputMax = 40 } },
        { "top_logprobs: 21 is outside 0…20", Request with { TopLogprobs = 21 } },
        { "stop: a string of 0 characters is outside 1…1024", Request with { StopStrings = [""] } },
        { "stop: 17 strings are given, at most 16 are allowed", Request with { StopStrings = new string[17] } },
        { "stop: text was asked for, but the model was loaded without a tokenizer", Request with { StopStrings = ["a"] } },
        { "stop ids: 257 are given, at most 256 are allowed", Request with { StopIds = new int[257] } },
        { "temperature: -1 is outside 0…100", Request with { Sampling = new() { Temperature = -1 } } },
    };

    [Theory]
    [MemberData(nameof(BadRequests), DisableDiscoveryEnumeration = true)]
    public void Says_in_one_line_what_is_wrong(string message, TokenRequest request) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => RequestValidation.Check(request, Bounds)).Message);

    [Theory]
    [InlineData(1, 11)]
    [InlineData(39, 49)]
    [InlineData(null, 49)]
    public void Tells_how_long_the_sequence_may_become(int? outputMax, int length) =>
        Assert.Equal(length, RequestValidation.Check(Request with { OutputMax = outputMax }, Bounds));

    [Theory]
    [InlineData(54, 64)]
    [InlineData(int.MaxValue, 64)]
    public void The_context_cuts_what_is_asked_for(int outputMax, int length) =>
        Assert.Equal(length, RequestValidation.Check(Request with { OutputMax = outputMax }, Bounds with { CachePositions = 1000 }));
}
