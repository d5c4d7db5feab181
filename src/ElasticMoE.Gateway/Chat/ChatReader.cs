using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Answers;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.Requests;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Wire;

namespace ElasticMoE.Gateway.Chat;

/// <summary>Reads `POST /v1/chat/completions`.</summary>
internal static class ChatReader
{
    public static AnswerCall Read(RequestFields fields, GatewayServices services)
    {
        ServedModel model = services.Model;
        ToolOffer offer = ToolsReader.Read(fields, model);
        Conversation conversation = ConversationReader.Read(fields, offer.Tools);
        TokenRequest request = TokenRequestReader.Read(fields, model, ReadOutputMax(fields)) with { TopLogprobs = ReadLogprobs(fields), Grammar = GrammarReader.ReadNested(fields, offer), WithExperts = fields.Flag("return_experts") ?? false };
        request = TokenRequestReader.WithPrompt(request, PromptWriter.Encode(model, conversation), model, "messages");
        request = request with { StopIds = [.. request.StopIds, .. model.Format.StopIds] };
        var form = new ChatOptions(ChoiceFields.ReadCount(fields, services.Options.ChoicesMax), StreamFields.ReadHasUsage(fields), request.TopLogprobs is not null, request.WithExperts);
        ChoiceFields.AcceptPassive(fields);
        return new AnswerCall
        {
            Requests = [.. request.Choices(form.Choices)],
            PromptTokens = request.Tokens.Length,
            Streams = StreamFields.ReadStreams(fields),
            Dialect = new ChatDialect(AnswerHead.New("chatcmpl-", services), form, new TokenTexts(model.Format.Tokenizer), services.Options.NewId),
            Tools = offer.Format,
        };
    }

    private static int? ReadOutputMax(RequestFields fields)
    {
        int? old = TokenRequestReader.ReadOutputMax(fields, "max_tokens");
        return TokenRequestReader.ReadOutputMax(fields, "max_completion_tokens") ?? old;
    }

    private static int? ReadLogprobs(RequestFields fields)
    {
        int? top = (int?)fields.Integer("top_logprobs", 0, Limits.TopLogprobsMax);
        bool wanted = fields.Flag("logprobs") ?? false;
        if (top is not null && !wanted)
            throw fields.Refuse("top_logprobs", "needs logprobs to be true");
        return wanted ? top ?? 0 : null;
    }
}
