using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElasticMoE.Node.Terminal;

/// <summary>
/// Writes each line as a JSON object with its time (UTC), the process's name and the message, for what collects logs. A line that isn't complete
/// waits for its end; safe for all threads.
/// </summary>
/// <param name="to">Takes the objects, one a line.</param>
/// <param name="process">Who speaks.</param>
/// <param name="clock">Says when.</param>
internal sealed class JsonLineWriter(TextWriter to, string process, TimeProvider clock) : TextWriter
{
    private const string Prefix = "emoe: ";

    /// <summary>What stands in a log is shown as text, not in a page.</summary>
    private static readonly JsonSerializerOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StringBuilder _line = new();
    private readonly Lock _gate = new();

    public override Encoding Encoding => to.Encoding;

    public override void Write(char value)
    {
        lock (_gate)
            Add(value);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_gate)
        {
            foreach (char value in buffer)
                Add(value);
        }
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value)
    {
        lock (_gate)
        {
            foreach (char one in value ?? "")
                Add(one);
            Add('\n');
        }
    }

    public override void Flush() => to.Flush();

    private void Add(char value)
    {
        if (value != '\n')
        {
            _line.Append(value);
            return;
        }
        string text = _line.ToString().TrimEnd('\r');
        _line.Clear();
        if (text.Length == 0)
            return;
        var entry = new JsonObject
        {
            ["time"] = clock.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["process"] = process,
            ["message"] = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text,
        };
        to.Write(entry.ToJsonString(s_relaxed) + "\n");
        to.Flush();
    }
}
