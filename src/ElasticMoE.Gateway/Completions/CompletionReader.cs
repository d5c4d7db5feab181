using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Answers;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.Requests;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Wire;

namespace ElasticMoE.Gateway.Completions;

/// <summary>Reads `POST /v1/completions`.</summary>
internal static class CompletionReader
{
    /// <summary>What the interface generates where nothing is said.</summary>
    private const int OutputDefault = 16;

    public static AnswerCall Read(RequestFields fields, GatewayServices services)
    {
        ServedModel model = services.Model;
        int choices = ChoiceFields.ReadCount(fields, services.Options.ChoicesMax);
        IReadOnlyList<CompletionPrompt> prompts = CompletionPrompts.Read(fields, model, services.Options.ChoicesMax / choices);
        int? logprobs = (int?)fields.Integer("logprobs", 0, Limits.TopLogprobsMax);
        bool echoes = ReadEcho(fields, logprobs);
        Refuse(fields, choices);
        TokenRequest request = TokenRequestReader.Read(fields, model, TokenRequestReader.ReadOutputMax(fields, "max_tokens") ?? OutputDefault) with { TopLogprobs = logprobs, Grammar = GrammarReader.ReadNested(fields, ToolOffer.None) };
        ChoiceFields.AcceptPassive(fields);
        var dialect = new CompletionDialect(
            AnswerHead.New("cmpl-", services),
            [.. prompts.SelectMany(prompt => Enumerable.Repeat(echoes ? prompt.Text : "", choices))],
            logprobs is null ? null : new TokenTexts(model.Format.Tokenizer),
            StreamFields.ReadHasUsage(fields));
        return new AnswerCall
        {
            Requests = [.. prompts.SelectMany(prompt => TokenRequestReader.WithPrompt(request, prompt.Ids, model, "prompt").Choices(choices))],
            PromptTokens = prompts.Sum(prompt => prompt.Ids.Length),
            Streams = StreamFields.ReadStreams(fields),
            Dialect = dialect,
        };
    }

    private static bool ReadEcho(RequestFields fields, int? logprobs)
    {
        bool echoes = fields.Flag("echo") ?? false;
        return echoes && logprobs is not null
            ? throw fields.Refuse("echo", "together with logprobs needs logprobs of the prompt, which are not supported", "unsupported_value")
            : echoes;
    }

    /// <summary>What would change the answer and is not there.</summary>
    private static void Refuse(RequestFields fields, int choices)
    {
        if (fields.Text("suffix") is { Length: > 0 })
            throw fields.Refuse("suffix", "filling in is not supported", "unsupported_value");
        if (fields.Integer("best_of", 1, int.MaxValue) is { } best && best > choices)
            throw fields.Refuse("best_of", "more than n is not supported", "unsupported_value");
    }
}
