using ElasticMoE.Model.Templates.Values;
using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Tokenization.Verification;

/// <summary>One case of `chat_cases.json`.</summary>
internal sealed record ChatCase(TemplateValue Messages, bool AddGenerationPrompt, string Text, int[] Ids, int[] StopIds)
{
    public static ChatCase Read(JsonNode node) => new(
        TemplateValue.FromJson(node.Required("messages").Element),
        node.Flag("add_generation_prompt", false),
        node.Required("text").Text(),
        TokenizerCase.ReadIds(node.Required("ids")),
        [.. TokenizerCase.ReadIds(node.Required("stop_ids")).Order()]);
}
