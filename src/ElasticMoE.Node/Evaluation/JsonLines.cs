using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Node.Evaluation;

/// <summary>Reads files with one JSON value a line; errors name file and line.</summary>
internal static class JsonLines
{
    public static List<T> Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        var values = new List<T>();
        int number = 0;
        foreach (string line in Lines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                values.Add(Parse($"{path}:{number}", line, type));
        }
        return values.Count > 0 ? values : throw new InputException(path, "holds no case");
    }

    private static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(InputFile.Open(path, Limits.JsonDocumentBytesMax));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static T Parse<T>(string place, string line, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw new InputException(place, "is null");
        }
        catch (JsonException wrong)
        {
            throw new InputException(place, wrong.Message, inner: wrong);
        }
    }
}
