using System.Text.Json.Nodes;

namespace ElasticMoE.EndToEnd.Endurance;

/// <summary>Draws requests of every kind that a router can be lost under: greedy and sampled, with stop strings, penalties, choices, logprobs, a schema, long beginnings that others share.</summary>
internal static class Questions
{
    private const int Kinds = 9;

    private static readonly string[] s_names = ["Maria", "Tom", "Anna", "Ben", "Lily", "Max"];
    private static readonly string[] s_animals = ["mouse", "fox", "bird", "cat", "bear", "rabbit"];
    private static readonly string[] s_colours = ["purple", "red", "blue", "yellow", "green", "white"];
    private static readonly string[] s_things = ["cup", "ball", "hat", "lamp", "boat", "book"];

    public static Question[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => New(i % Kinds, random))];
    }

    private static Question New(int kind, Random random)
    {
        long drawn = random.NextInt64();
        return kind switch
        {
            0 => Question.Chat("greedy", Ask(Sentence(random)), Streamed(new() { ["temperature"] = 0 })),
            1 => Question.Chat("sampled", Ask(Sentence(random)), Streamed(Sampled(drawn))),
            2 => Question.Chat("stop string", Ask(Story(random)), Streamed(Sampled(drawn, new() { ["stop"] = new JsonArray("One day", " and then", "the end") }))),
            3 => Question.Chat("penalties", Ask(Story(random)), Streamed(Sampled(drawn, new()
            {
                ["frequency_penalty"] = 0.4, ["presence_penalty"] = 0.3, ["repetition_penalty"] = 1.1, ["max_tokens"] = 60,
            }))),
            4 => Question.Completion("completion", "Once upon a time there was " + Pick(s_animals, random), Streamed(Sampled(drawn, new() { ["max_tokens"] = 50, ["ignore_eos"] = true }))),
            5 => Question.Chat("whole, two choices", Ask(Sentence(random)), Sampled(drawn, new() { ["n"] = 2, ["max_tokens"] = 40 })),
            6 => Question.Chat("long beginning", Conversation(random), Streamed(Sampled(drawn, new() { ["max_tokens"] = 40, ["stream_options"] = new JsonObject { ["include_usage"] = true } }))),
            7 => Question.Chat("JSON schema", Ask(Story(random)), Streamed(Sampled(drawn, new() { ["response_format"] = Schema(), ["max_tokens"] = 60 }))),
            _ => Question.Chat("logprobs", Ask(Sentence(random)), Streamed(Sampled(drawn, new() { ["logprobs"] = true, ["top_logprobs"] = 2, ["max_tokens"] = 30 }))),
        };
    }

    private static JsonObject Schema() => new()
    {
        ["type"] = "json_schema",
        ["json_schema"] = new JsonObject
        {
            ["name"] = "animal",
            ["schema"] = JsonNode.Parse("""
                {"type":"object","additionalProperties":false,"required":["name","colour","age"],"properties":{
                 "name":{"type":"string","maxLength":20},"colour":{"enum":["red","blue","green"]},"age":{"type":"integer","minimum":0,"maximum":99}}}
                """),
        },
    };

    private static JsonObject Streamed(JsonObject fields)
    {
        fields["stream"] = true;
        return fields;
    }

    private static JsonObject Sampled(long seed, JsonObject? fields = null)
    {
        fields ??= [];
        (fields["temperature"], fields["seed"]) = (0.9, seed);
        return fields;
    }

    private static JsonArray Ask(string question) => [Message("user", question)];

    /// <summary>The same for all but for its last turn.</summary>
    private static JsonArray Conversation(Random random) =>
    [
        Message("user", "Write a short story about Maria the mouse and a purple cup, and tell me what happened to the cup when the rain came in the night."),
        Message("assistant", "Maria the mouse had a purple cup. One night the rain came, and the cup was outside. In the morning it was full of water, and Maria was happy, for now she could wash her hat."),
        Message("user", Sentence(random)),
    ];

    private static JsonObject Message(string role, string content) => new() { ["role"] = role, ["content"] = content };

    private static string Sentence(Random random) => random.Next(4) switch
    {
        0 => $"Add {random.Next(100)} and {random.Next(100)}.",
        1 => $"Write an ad for a light and compact {Pick(s_colours, random)} desk {Pick(s_things, random)}.",
        2 => "What can you do?",
        _ => Story(random),
    };

    private static string Story(Random random) =>
        $"Write a short story about {Pick(s_names, random)} the {Pick(s_animals, random)} and a {Pick(s_colours, random)} {Pick(s_things, random)}.";

    private static string Pick(string[] words, Random random) => words[random.Next(words.Length)];
}
