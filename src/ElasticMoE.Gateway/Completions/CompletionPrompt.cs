namespace ElasticMoE.Gateway.Completions;

/// <summary>One prompt of a text completion.</summary>
/// <param name="Ids">Its tokens.</param>
/// <param name="Text">Its text, as far as the answer repeats it.</param>
internal sealed record CompletionPrompt(int[] Ids, string Text);
