using System.Text.Json;

namespace ElasticMoE.Model.Configuration;

/// <summary>Reads fields that name token ids: a number, a list of numbers, or null.</summary>
internal static class TokenIds
{
    public static int? ReadOne(ConfigFields fields, string name) => Read(fields, name) is [int id, ..] ? id : null;

    public static IReadOnlyList<int> Read(ConfigFields fields, string name)
    {
        if (!fields.TryGet(name, out JsonElement element) || element.ValueKind == JsonValueKind.Null)
            return [];
        var ids = new SortedSet<int>();
        foreach (JsonElement candidate in element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().ToArray() : [element])
        {
            if (candidate.ValueKind != JsonValueKind.Number || !candidate.TryGetInt32(out int id) || id < 0)
                fields.Fail(name, "holds something that is no token id");
            else
                ids.Add(id);
        }
        return [.. ids];
    }
}
