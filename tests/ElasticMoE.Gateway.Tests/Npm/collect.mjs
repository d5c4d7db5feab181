// Reads a stream of chat completions to its end.
export async function collect(stream) {
  const seen = { text: "", role: undefined, reason: undefined, usage: undefined, calls: [] };
  for await (const chunk of stream) {
    seen.usage = chunk.usage ?? seen.usage;
    const choice = chunk.choices[0];
    if (!choice) continue;
    seen.role ??= choice.delta.role;
    seen.text += choice.delta.content ?? "";
    seen.calls.push(...(choice.delta.tool_calls ?? []));
    seen.reason = choice.finish_reason ?? seen.reason;
  }
  return seen;
}
