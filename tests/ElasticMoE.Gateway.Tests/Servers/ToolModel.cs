using ElasticMoE.Model.Chat;
using ElasticMoE.Testing;

namespace ElasticMoE.Gateway.Tests.Servers;

/// <summary>The small model's tokenizer with a chat template that knows tools.</summary>
internal sealed class ToolModel : IDisposable
{
    private const string Template =
        "{% if tools %}{% for t in tools %}[TOOLS {{ t.function.name }}]{% endfor %}{# calls: <tool_call> #}{% endif %}"
        + "{% for m in messages %}{% if m.tool_calls %}{% for c in m.tool_calls %}[CALL {{ c.function.name }} {{ c.function.arguments.a }}]{% endfor %}"
        + "{% elif m.role == 'tool' %}[RESULT {{ m.content }}]{% else %}<|user|>{{ m.content }}<|end|>{% endif %}{% endfor %}<|assistant|>";

    private readonly TemporaryFolder _folder = new();

    public ToolModel()
    {
        ModelFolder.Write(_folder.Root, ModelFolder.Format, _ => Template);
        Format = ChatFormat.Load(_folder.Root);
    }

    public ChatFormat Format { get; }

    public void Dispose() => _folder.Dispose();
}
