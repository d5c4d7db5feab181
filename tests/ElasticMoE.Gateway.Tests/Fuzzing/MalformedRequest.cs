using System.Text;

namespace ElasticMoE.Gateway.Tests.Fuzzing;

/// <summary>Makes requests that no server may answer with anything but an error.</summary>
internal static class MalformedRequest
{
    private static readonly string[] s_paths =
        ["/v1/chat/completions", "/v1/completions", "/v1/responses", "/v1/messages", "/tokenize", "/detokenize", "/apply-template"];

    /// <summary>Values that are wrong for every field they are put in below.</summary>
    private static readonly string[] s_wrong =
        ["{}", "[[]]", "1e999", "-1e999", "99999999999999999999999999999999", "-5", "\"\\ud800\"", "\"\\udfff x\"", "[null]", "true", "[{}]", "[1,[2]]", "0.5"];

    public static (string Path, byte[] Body) New(Random random)
    {
        string path = s_paths[random.Next(s_paths.Length)];
        return (path, random.Next(8) switch
        {
            0 => Noise(random),
            1 => Encoding.UTF8.GetBytes(Cut(random, Valid(path))),
            2 => Encoding.UTF8.GetBytes(Deep(random)),
            3 => Encoding.UTF8.GetBytes(Surrogate(path)),
            4 => Encoding.UTF8.GetBytes("\"" + new string('x', 50_000 + random.Next(2_000)) + "\""),
            5 => BrokenUtf8(path),
            _ => Encoding.UTF8.GetBytes(WrongField(random, path)),
        });
    }

    private static byte[] Noise(Random random)
    {
        byte[] bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        // No JSON value begins with this byte, whatever the rest is.
        return [(byte)'?', .. bytes];
    }

    private static string Cut(Random random, string json) => json[..random.Next(json.Length)];

    private static string Deep(Random random)
    {
        int depth = 65 + random.Next(20_000);
        return random.Next(2) == 0 ? new string('[', depth) + new string(']', depth) : string.Concat(Enumerable.Repeat("{\"a\":", Math.Min(depth, 8_000))) + "1";
    }

    private static string Surrogate(string path) => Valid(path).Replace("Hi", "\\ud83d", StringComparison.Ordinal).Replace("[5]", "\"\\ud83d\"", StringComparison.Ordinal);

    private static byte[] BrokenUtf8(string path)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Valid(path).Replace("[5]", "\"Hi\"", StringComparison.Ordinal));
        bytes[bytes.AsSpan().IndexOf("Hi"u8)] = 0xFF;
        return bytes;
    }

    private static string WrongField(Random random, string path)
    {
        string[] fields = path switch
        {
            "/v1/chat/completions" => ["messages", "temperature", "n", "stop", "seed", "stream_options", "logit_bias", "tools", "response_format"],
            "/v1/completions" => ["prompt", "temperature", "n", "stop", "logprobs", "stream_options", "logit_bias"],
            "/v1/responses" => ["input", "temperature", "max_output_tokens", "tools", "text"],
            "/v1/messages" => ["messages", "max_tokens", "stop_sequences", "temperature", "tools", "system"],
            "/detokenize" => ["tokens"],
            _ => ["messages"],
        };
        string field = fields[random.Next(fields.Length)];
        string value = field is "tools" or "logit_bias" or "stream_options" or "response_format" or "text" or "system" ? "7" : s_wrong[random.Next(s_wrong.Length)];
        // A negative seed is a seed, a fraction a temperature and a lone surrogate no JSON number; those are left to other fields.
        return (field, value) switch
        {
            ("seed", "-5") or ("temperature", "0.5") => "{",
            _ => $$"""{{{Valid(path)[1..^1]}},"{{field}}":{{value}}}""",
        };
    }

    private static string Valid(string path) => path switch
    {
        "/v1/completions" or "/tokenize" => """{"prompt":"Hi"}""",
        "/v1/responses" => """{"input":"Hi"}""",
        "/v1/messages" => """{"max_tokens":5,"messages":[{"role":"user","content":"Hi"}]}""",
        "/detokenize" => """{"tokens":[5]}""",
        _ => """{"messages":[{"role":"user","content":"Hi"}]}""",
    };
}
