using System.Text.Json;
using ElasticMoE.Gateway.Answers;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Http;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.Requests;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Wire;
using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Gateway.Tokens;

/// <summary>`/tokenize`, `/detokenize` and `/apply-template`.</summary>
internal sealed class TokenEndpoints(GatewayServices services)
{
    private ServedModel Model => services.Model;

    public async Task TokenizeAsync(HttpContext context)
    {
        using RequestBody body = await ReadAsync(context);
        RequestFields fields = FieldsOf(body);
        int[] ids = fields.Has("messages")
            ? PromptWriter.Encode(Model, ReadConversation(fields))
            : PromptWriter.Encode(Model, fields.Required("prompt", fields.Text("prompt")), fields.Flag("add_special_tokens") ?? true, "prompt");
        var texts = new TokenTexts(Model.Format.Tokenizer);
        string[]? words = fields.Flag("return_token_strs") ?? false ? [.. ids.Select(texts.Text)] : null;
        services.Unknown.Note(context.Request.Path, fields);
        await Responses.WriteAsync(context, new TokenizedText(ids.Length, Model.ContextLength, ids) { TokenStrs = words }, WireJson.Relaxed.TokenizedText);
    }

    public async Task DetokenizeAsync(HttpContext context)
    {
        using RequestBody body = await ReadAsync(context);
        RequestFields fields = FieldsOf(body);
        JsonElement list = fields.Any("tokens") ?? throw fields.Missing("tokens");
        if (list.ValueKind != JsonValueKind.Array)
            throw RequestFields.Wrong("tokens", "an array", list);
        string text = Model.Format.Tokenizer.Decode(TokenIds.Read(list, fields, "tokens", Model), skipSpecial: false);
        services.Unknown.Note(context.Request.Path, fields);
        await Responses.WriteAsync(context, new PromptText(text), WireJson.Relaxed.PromptText);
    }

    public async Task ApplyTemplateAsync(HttpContext context)
    {
        using RequestBody body = await ReadAsync(context);
        RequestFields fields = FieldsOf(body);
        string text = PromptWriter.Render(Model, ReadConversation(fields));
        services.Unknown.Note(context.Request.Path, fields);
        await Responses.WriteAsync(context, new PromptText(text), WireJson.Relaxed.PromptText);
    }

    private Conversation ReadConversation(RequestFields fields) => ConversationReader.Read(fields, ToolsReader.Read(fields, Model).Tools);

    private Task<RequestBody> ReadAsync(HttpContext context) => RequestBody.ReadAsync(context, services.Options.BodyBytesMax, services.Bodies);

    private RequestFields FieldsOf(RequestBody body)
    {
        RequestFields fields = RequestFields.Of(body.Root);
        ModelField.Check(fields, Model);
        return fields;
    }
}
